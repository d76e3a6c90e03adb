package window

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestTheWishesOfTheDesktopAreRead(t *testing.T) {
	var w wishes
	for _, tt := range []struct {
		name string
		v    dbus.Variant
		ok   bool
		want wishes
	}{
		{colourScheme, dbus.MakeVariant(dbus.MakeVariant(uint32(1))), true, wishes{dark: true}},
		{contrastKey, dbus.MakeVariant(uint32(1)), true, wishes{dark: true, contrast: true}},
		{reducedMotion, dbus.MakeVariant(uint32(1)), true, wishes{dark: true, contrast: true, still: true}},
		{"accent-color", dbus.MakeVariant(uint32(1)), false, wishes{dark: true, contrast: true, still: true}},
		{colourScheme, dbus.MakeVariant(uint32(2)), true, wishes{contrast: true, still: true}},
		{contrastKey, dbus.MakeVariant("odd"), true, wishes{still: true}},
	} {
		if ok := w.take(tt.name, tt.v); ok != tt.ok || w != tt.want {
			t.Errorf("after %s %v: got %+v, %v, want %+v, %v", tt.name, tt.v, w, ok, tt.want, tt.ok)
		}
	}
}
