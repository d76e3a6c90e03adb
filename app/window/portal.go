package window

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// The settings portal of the desktop (org.freedesktop.portal.Settings). Of its
// namespace org.freedesktop.appearance the window follows color-scheme (1 is
// dark, 2 is light), contrast (1 is higher) and reduced-motion (1 is reduced);
// 0 is no wish. Older portals lack the latter two.
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	portalIface   = "org.freedesktop.portal.Settings"
	appearance    = "org.freedesktop.appearance"
	colourScheme  = "color-scheme"
	contrastKey   = "contrast"
	reducedMotion = "reduced-motion"
)

// Wishes are what a person has told the desktop about all windows.
type wishes struct {
	dark     bool
	contrast bool // more of it
	still    bool // nothing that moves by itself
}

// take notes what the portal says of a key. It reports whether that is one to
// follow.
func (w *wishes) take(name string, v dbus.Variant) bool {
	on := unwrapped(v) == 1
	switch name {
	case colourScheme:
		w.dark = on
	case contrastKey:
		w.contrast = on
	case reducedMotion:
		w.still = on
	default:
		return false
	}
	return true
}

// followSystem calls f with the desktop's wishes, now and whenever they
// change, until ctx is done. Where there is no portal it returns at once, and
// the window stays as it is.
func followSystem(ctx context.Context, f func(wishes)) {
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return
	}
	defer bus.Close()
	var now wishes
	for _, name := range []string{colourScheme, contrastKey, reducedMotion} {
		var v dbus.Variant
		call := bus.Object(portalName, portalPath).CallWithContext(ctx, portalIface+".Read", 0, appearance, name)
		if call.Store(&v) == nil {
			now.take(name, v)
		}
	}
	f(now)
	err = bus.AddMatchSignalContext(
		ctx,
		dbus.WithMatchObjectPath(portalPath),
		dbus.WithMatchInterface(portalIface),
		dbus.WithMatchMember("SettingChanged"),
	)
	if err != nil {
		return
	}
	signals := make(chan *dbus.Signal, 8) // changes are rare; the newest counts
	bus.Signal(signals)
	for {
		select {
		case <-ctx.Done():
			return
		case s, ok := <-signals:
			if !ok {
				return
			}
			var space, name string
			var v dbus.Variant
			if dbus.Store(s.Body, &space, &name, &v) == nil && space == appearance && now.take(name, v) {
				f(now)
			}
		}
	}
}

// unwrapped looks into the variant, which older portals wrap twice.
func unwrapped(v dbus.Variant) uint32 {
	for {
		switch x := v.Value().(type) {
		case dbus.Variant:
			v = x
		case uint32:
			return x
		default:
			return 0
		}
	}
}
