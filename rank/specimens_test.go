package rank

import "testing"

func TestSpecimens(t *testing.T) {
	count := map[string]int{}
	seen := map[string]bool{}
	for _, s := range specimens() {
		if !s.section.Valid() || s.title == "" || s.body == "" || seen[s.title] {
			t.Errorf("%q, %q: section %q", s.title, s.body, s.section)
		}
		seen[s.title] = true
		count[string(s.section)]++
	}
	for _, section := range []string{"news", "paper", "project", "blog"} {
		if count[section] < 20 {
			t.Errorf("%s: %d specimens", section, count[section])
		}
	}
}
