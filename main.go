// Chirograph is a desktop program in which people write text together with
// no server. Everyone keeps a copy. The copies agree.
package main

import (
	"os"

	"chirograph/app"
)

func main() { os.Exit(app.Main()) }
