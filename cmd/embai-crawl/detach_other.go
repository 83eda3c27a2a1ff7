//go:build !unix

package main

import "os/exec"

// detach does nothing here: no program is opened on these systems.
func detach(*exec.Cmd) {}
