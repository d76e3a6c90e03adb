# Real windows on screens of their own under Xvfb, with a window manager, driven
# by key presses as people would. Sourced by the scripts that do so, with the
# path of the program as its first argument. Pictures are left in artefacts/.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-bin/chirograph}")
out=$PWD/artefacts
work=$(mktemp -d)
mkdir -p "$out"
pids=()

finish() {
	status=$?
	if [ $status != 0 ]; then
		for s in "${!display[@]}"; do shot "$s" "failed-$s" || true; done
		echo; tail -n 20 "$work"/*.log 2>/dev/null >&2 || true
	fi
	for pid in $(printf '%s\n' "${pids[@]}" | tac); do kill "$pid" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
	exit $status
}
trap finish EXIT

# screen NAME starts a screen, with a free number, and a window manager on it.
declare -A display
screen() {
	Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display-$1" >"$work/xvfb-$1.log" 2>&1 &
	pids+=($!)
	until_ok 20 "the screen $1" test -s "$work/display-$1"
	display[$1]=:$(cat "$work/display-$1")
	on "$1" openbox >"$work/openbox-$1.log" 2>&1 &
	pids+=($!)
	until_ok 20 "the window manager of $1" sh -c "DISPLAY=${display[$1]} xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'"
}

on() { local s=$1; shift; DISPLAY=${display[$s]} "$@"; }
key() { local s=$1; shift; on "$s" xdotool key --delay 40 "$@"; }
say() { on "$1" xdotool type --delay "${3:-25}" -- "$2"; }
shot() { on "$1" import -window root "$out/$2.png"; }
cat_of() { CHIROGRAPH_INSTALL="$work/install-$1" "$program" --data "$work/$1" cat "$2"; }

# until_ok SECONDS WHAT COMMAND... waits until a command succeeds.
until_ok() {
	local end=$((SECONDS + $1)) what=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		if [ $SECONDS -ge $end ]; then
			echo "gui: in vain waited for: $what" >&2
			return 1
		fi
		sleep 0.2
	done
}

# window NAME starts the program on a screen and waits for its window. What is in
# wrap comes before it: a place without a network, for example.
wrap=()
window() {
	on "$1" env -u WAYLAND_DISPLAY XDG_RUNTIME_DIR="$work" HOME="$work/home-$1" \
		CHIROGRAPH_LISTEN=loopback CHIROGRAPH_MDNS=off CHIROGRAPH_DHT=off CHIROGRAPH_INSTALL="$work/install-$1" \
		LIBGL_ALWAYS_SOFTWARE=1 "${wrap[@]}" "$program" --data "$work/$1" >"$work/$1.log" 2>&1 &
	pids+=($!)
	until_ok 30 "the window of $1" on "$1" xdotool search --onlyvisible --name Chirograph
	local id
	id=$(on "$1" xdotool search --onlyvisible --name Chirograph | head -n 1)
	on "$1" xdotool windowactivate --sync "$id" windowsize --sync "$id" 1280 780
	sleep 1
}

has() { cat_of "$1" "$2" | grep -qF -- "$3"; }
ready() { "$program" --data "$work/$1" list --json | grep -q '"joining":false'; }
same() { [ "$(cat_of A "$1")" = "$(cat_of B "$1")" ]; }

# clicks X Y in the window of a screen.
click() { on "$1" xdotool mousemove --sync "$2" "$3" click 1; sleep 0.2; }
