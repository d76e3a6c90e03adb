package app

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// A config is what the command line and the environment say about how the
// program is to run.
type config struct {
	data     string // the data folder
	offline  bool   // --offline, or CHIROGRAPH_DHT=… with no network at all
	loopback bool   // CHIROGRAPH_LISTEN=loopback: listen on this computer only
	mdns     bool   // CHIROGRAPH_MDNS=off: do not look around in the local network
	port     int    // CHIROGRAPH_PORT: 0 for that of last time
	debug    bool   // CHIROGRAPH_DEBUG: log everything

	compacted bool // the store was compacted just now
}

// environment reads the variables that docs/cli.md names.
func environment() (config, error) {
	c := config{
		data:     os.Getenv("CHIROGRAPH_DATA"),
		loopback: os.Getenv("CHIROGRAPH_LISTEN") == "loopback",
		mdns:     os.Getenv("CHIROGRAPH_MDNS") != "off",
		debug:    os.Getenv("CHIROGRAPH_DEBUG") != "",
	}
	if p := os.Getenv("CHIROGRAPH_PORT"); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 65535 {
			return c, fmt.Errorf("CHIROGRAPH_PORT is %q, not a port", p)
		}
		c.port = n
	}
	if c.data == "" {
		dir, err := dataFolder()
		if err != nil {
			return c, err
		}
		c.data = dir
	}
	return c, nil
}

// logger writes to standard error what needs somebody's attention, or
// everything.
func (c config) logger() *slog.Logger {
	level := slog.LevelWarn
	if c.debug {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// dataFolder is where this system keeps a program's data for a user.
func dataFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Chirograph"), nil
		}
		return filepath.Join(home, "AppData", "Local", "Chirograph"), nil
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Chirograph"), nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "chirograph"), nil
	}
	return filepath.Join(home, ".local", "share", "chirograph"), nil
}
