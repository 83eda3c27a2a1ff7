package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
	// Zones are part of the format: a container without a zone database reads
	// the same file the same way.
	_ "time/tzdata"

	embaicrawl "embai-crawl"
)

// builtIn is what messages call the default.
const builtIn = "built-in config.yaml"

// Default is the configuration that is built into the program, the config.yaml
// of its source.
func Default() []byte { return embaicrawl.ConfigYAML() }

// Find says which configuration counts: the one that --config names, else
// config.yaml in dir, else the one that EMBAI_CONFIG names, else the built-in
// default, whose path is empty. how says it for a person. A file that is named
// is not looked for: Load tells that it is missing.
func Find(flag, dir string, lookup func(string) (string, bool)) (path, how string) {
	if flag != "" {
		return flag, "named by --config"
	}
	here := filepath.Join(dir, "config.yaml")
	if _, err := os.Stat(here); !errors.Is(err, fs.ErrNotExist) {
		return here, "config.yaml of this folder"
	}
	if name, ok := lookup("EMBAI_CONFIG"); ok && name != "" {
		return name, "named by EMBAI_CONFIG"
	}
	return "", "the built-in default"
}

// Load reads the file at path, or the built-in default where path is empty.
// Relative paths in it start at its folder, those of the default at the working
// folder. lookup reads the environment, as os.LookupEnv does. Mistakes in the
// file are a Problems; anything else is an error of reading it.
func Load(path string, lookup func(string) (string, bool)) (*Config, error) {
	if path == "" {
		dir, err := os.Getwd()
		if err != nil {
			return nil, fmt.Errorf("config: finding the working folder: %w", err)
		}
		return Parse(Default(), "", dir, lookup)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("config: finding the file: %w", err)
	}
	b, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("config: reading the file: %w", err)
	}
	return Parse(b, path, filepath.Dir(path), lookup)
}

// readFile reads one byte more than may be, which Parse then refuses: a device
// or a log that was named by mistake does not fill the memory.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}

// Parse reads the bytes of a configuration. file is what messages and
// Config.File name, dir is where relative paths start.
func Parse(b []byte, file, dir string, lookup func(string) (string, bool)) (*Config, error) {
	r := &reader{file: file, dir: dir, lookup: lookup}
	if file == "" {
		r.file = builtIn
	}
	root, p := parseYAML(b)
	if p != nil {
		p.File = r.file
		return nil, Problems{*p}
	}
	c := r.defaults()
	c.File = file
	r.read(c, root)
	if len(r.found) > 0 {
		return nil, r.found.told()
	}
	if file != "" && len(c.Rank.Keywords) == 0 && len(c.Rank.Negative) == 0 {
		// Without a word of what the newsletter is about every item is alike: the
		// words of the default are better than none.
		def, err := Parse(Default(), "", dir, func(string) (string, bool) { return "", false })
		if err != nil {
			return nil, err
		}
		c.Rank.Keywords, c.Rank.Negative = def.Rank.Keywords, def.Rank.Negative
	}
	return c, nil
}

// defaults is what an empty file means.
func (r *reader) defaults() *Config {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	return &Config{
		Data:   r.absolute("data"),
		Drafts: r.absolute("drafts"),
		Newsletter: Newsletter{
			Title:         "嵌入式AI简报",
			Tagline:       "关注模型压缩、低比特量化、移动端推理加速优化、部署",
			Zone:          shanghai,
			Every:         14 * 24 * time.Hour,
			PerSection:    8,
			BackIssuesURL: "https://github.com/ysh329/awesome-embedded-ai",
		},
		Network: Network{
			UserAgent:    "embai-crawl/1.0 (newsletter reader; set network.user_agent to name a contact)",
			Timeout:      30 * time.Second,
			MaxBody:      8 << 20,
			Parallel:     16,
			Interval:     time.Second,
			HostParallel: 1,
		},
		Rank:     Rank{Learned: true},
		Articles: Articles{Fetch: true, Max: 40},
		Retain:   180 * 24 * time.Hour,
	}
}
