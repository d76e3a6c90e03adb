package window

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// The settings portal of the desktop (org.freedesktop.portal.Settings), which
// tells whether people want dark windows: 1 is dark, 2 is light, 0 is no wish.
const (
	portalName   = "org.freedesktop.portal.Desktop"
	portalPath   = "/org/freedesktop/portal/desktop"
	portalIface  = "org.freedesktop.portal.Settings"
	appearance   = "org.freedesktop.appearance"
	colourScheme = "color-scheme"
)

// followSystem calls f with the desktop's wish, now and whenever it changes,
// until ctx is done. Where there is no portal it returns at once, and the
// window stays light.
func followSystem(ctx context.Context, f func(dark bool)) {
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return
	}
	defer bus.Close()
	var v dbus.Variant
	call := bus.Object(portalName, portalPath).CallWithContext(ctx, portalIface+".Read", 0, appearance, colourScheme)
	if call.Store(&v) == nil {
		f(isDark(v))
	}
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
			if dbus.Store(s.Body, &space, &name, &v) == nil && space == appearance && name == colourScheme {
				f(isDark(v))
			}
		}
	}
}

// isDark looks into the variant, which older portals wrap twice.
func isDark(v dbus.Variant) bool {
	for {
		switch x := v.Value().(type) {
		case dbus.Variant:
			v = x
		case uint32:
			return x == 1
		default:
			return false
		}
	}
}
