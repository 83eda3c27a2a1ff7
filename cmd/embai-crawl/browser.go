package main

import (
	"net/netip"
	"os/exec"
	"runtime"
)

// browserCommand is the program that opens an address on the desktop in front
// of which somebody sits; empty where there is none: no terminal (cron, a
// service), no display (a server over ssh), or an address that is not this
// machine alone.
func (a *app) browserCommand(goos string, terminal bool, at netip.Addr) string {
	if !terminal || !at.IsLoopback() {
		return ""
	}
	switch goos {
	case "darwin":
		return "open"
	case "linux", "freebsd", "openbsd", "netbsd":
		for _, display := range []string{"WAYLAND_DISPLAY", "DISPLAY"} {
			if v, ok := a.lookupEnv(display); ok && v != "" {
				return "xdg-open"
			}
		}
	}
	return ""
}

// openBrowser shows an address in the browser, where there is one. That it
// can't is no failure: the address was printed.
func (a *app) openBrowser(at netip.AddrPort) {
	program := a.browserCommand(runtime.GOOS, isTerminal(a.stderr), at.Addr())
	if program == "" {
		return
	}
	cmd := exec.Command(program, "http://"+at.String()+"/")
	detach(cmd) // the browser outlives this program and its Ctrl-C
	if err := cmd.Start(); err != nil {
		a.log.Debug("no browser was opened", "err", err)
		return
	}
	go func() {
		if err := cmd.Wait(); err != nil {
			a.log.Debug("no browser was opened", "err", err)
		}
	}()
}
