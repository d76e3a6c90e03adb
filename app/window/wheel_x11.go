//go:build (linux && !android) || freebsd || openbsd

package window

import "gioui.org/app"

// wheelOf is by how much to multiply what the wheel of a kind of window gives.
// On X11 a notch of it is two times 10 pixels, less than a line (Gio 0.10.3); on
// Wayland it is 100, and on Windows 120.
func wheelOf(e app.ViewEvent) float32 {
	if _, ok := e.(app.X11ViewEvent); ok {
		return 4
	}
	return 1
}
