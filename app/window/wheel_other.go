//go:build !((linux && !android) || freebsd || openbsd)

package window

import "gioui.org/app"

// wheelOf is by how much to multiply what the wheel of a kind of window gives.
func wheelOf(app.ViewEvent) float32 { return 1 }
