// Package embaicrawl holds what is built into the program from the root of its
// source: the default configuration. It is here and not in package config
// because a file can only be embedded from its own folder, and config.yaml
// belongs where an operator looks for it.
package embaicrawl

import _ "embed"

//go:embed config.yaml
var configYAML string

// ConfigYAML is a copy of the default configuration.
func ConfigYAML() []byte { return []byte(configYAML) }
