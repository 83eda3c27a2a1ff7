package issue

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
)

// edited is a draft as an editor leaves it: one entry cut, one held, one moved,
// one retitled, one of his own.
func edited(t testing.TB) ([]byte, *Memory) {
	file, mem := start(t, fixtureDraft())
	doc, _ := Parse(file)
	cut, held, moved := doc.raw(0), doc.raw(1), doc.raw(4)
	s := string(file)
	for _, x := range []string{cut, held, moved} {
		s = strings.Replace(s, x, "", 1)
	}
	s = strings.Replace(s, "## 博文\n\n", "## 博文\n\n"+moved, 1)
	s = strings.Replace(s, "## [往期", "## 留用\n\n"+held+"\n## [往期", 1)
	s = strings.Replace(s, "Pruning Attention on Phones", "手机上剪掉一半注意力头", 1)
	s = strings.Replace(s, "## 业界新闻\n\n", "## 业界新闻\n\n- 编辑自己的一条 | 本刊  \n摘要：没有链接。  \n", 1)
	return []byte(s), mem
}

func TestPublishGolden(t *testing.T) {
	file, mem := edited(t)
	p, err := Publish(file, mem, fixtureBack(), fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "published.md", p.File)
	if len(p.Printed) != 7 || len(p.Held) != 1 || len(p.Dropped) != 1 || len(p.Moved) != 1 || len(p.Retitled) != 1 {
		t.Errorf("printed %d, held %d, dropped %v, moved %v, retitled %v", len(p.Printed), len(p.Held), p.Dropped, p.Moved, p.Retitled)
	}
	if m := p.Moved[0]; m.From != "project" || m.To != "blog" {
		t.Errorf("moved %+v", m)
	}
	if r := p.Retitled[0]; r.From != "Pruning Attention on Phones" || r.To != "手机上剪掉一半注意力头" {
		t.Errorf("retitled %+v", r)
	}
	again, err := Publish(p.File, mem, fixtureBack(), fixtureOptions())
	if err != nil || !bytes.Equal(again.File, p.File) {
		t.Errorf("publishing what was published changed it: %v", err)
	}
}

// Every link of the published file is where it was in the draft, and the
// structure is the draft's without the shelf.
func TestPublishKeepsLinks(t *testing.T) {
	file, mem := edited(t)
	p, err := Publish(file, mem, fixtureBack(), fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	s := string(file)
	i, j := strings.Index(s, "## 留用"), strings.Index(s, "## [往期")
	want := slices.DeleteFunc(outline([]byte(s[:i]+s[j:])), func(x string) bool { return strings.Contains(x, "RawHTML") })
	if got := outline(p.File); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if strings.Contains(string(p.File), "embai ") || !strings.HasPrefix(string(p.File), "---\nlayout: default\n---\n") {
		t.Errorf("traces or no front matter:\n%s", p.File)
	}
}

func TestPublishLineEndsAndOddFiles(t *testing.T) {
	file, mem := edited(t)
	lf, err := Publish(file, mem, fixtureBack(), fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	crlf, err := Publish([]byte(bom+strings.ReplaceAll(string(file), "\n", "\r\n")), mem, fixtureBack(), fixtureOptions())
	if err != nil || strings.ReplaceAll(string(crlf.File), "\r\n", "\n") != string(lf.File) {
		t.Errorf("CRLF publishes otherwise: %v", err)
	}
	s := string(file)
	for name, x := range map[string]string{
		"no front matter": strings.TrimPrefix(s, "---\nlayout: default\n---\n\n"),
		"no tail":         s[:strings.Index(s, "## 留用")],
		"no line end":     strings.TrimRight(s, "\n"),
		"tail of a list":  s[:strings.Index(s, "| 2 | 0")] + "- [2026-11-16](x/2026-11-16.md)\n- [2026-01-05](x/2026-01-05.md)\n",
	} {
		p, err := Publish([]byte(x), mem, fixtureBack(), fixtureOptions())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := Publish(p.File, mem, fixtureBack(), fixtureOptions())
		if err != nil || !bytes.Equal(p.File, again.File) {
			t.Errorf("%s: the second time differs: %v\n%s\n---\n%s", name, err, p.File, again.File)
		}
		if count(string(p.File), "| [2026-11-16](../embedded-ai-report/2026-11-16.md) |") != 1 {
			t.Errorf("%s: no table:\n%s", name, p.File)
		}
	}
	var bad *UnreadableError
	for _, x := range []string{"", "\xff", "words", "# 嵌入式AI简报\n\n## 论文\n", "<<<<<<< HEAD\n" + s} {
		if _, err := Publish([]byte(x), mem, nil, fixtureOptions()); !errors.As(err, &bad) {
			t.Errorf("%.20q: %v", x, err)
		}
	}
}

// Identities that a marker named stay with the printed entry when it is lost.
func TestPublishKnowsAllIdentities(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	p, err := Publish(stripComments(file), mem, nil, fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Printed {
		if slices.Contains(e.IDs, "wechat:s/AAAAAAAAAAAAAAAAAAAAA1") {
			for _, id := range []item.ID{"arxiv:2611.01234", "github:smallnet/tinyquant", "wechat:s/AAAAAAAAAAAAAAAAAAAAA2"} {
				if !slices.Contains(e.IDs, id) {
					t.Errorf("%s was lost: %v", id, e.IDs)
				}
			}
		}
	}
}

func TestWriteIssue(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "embedded-ai-report")
	put := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	put("embedded-ai-report/2026-11-16.md", "an issue\n")
	put("embedded-ai-report/2025-12-22.md", "an issue\n")
	put("embedded-ai-report/notes.md", "other Markdown\n")
	put("README.md", "# awesome\r\n\r\nwords  \r\n\r\n- [2026-11-16](https://example.com/r/2026-11-16.md)\r\n- [2019-03-31](https://example.com/r/2019-03-31.md)\r\n\r\nmore\r\n")
	file, mem := edited(t)
	back, err := BackIssues(dir, fixtureDate, fixtureOptions())
	if err != nil || len(back) != 2 || back[0].Date != "2026-11-16" {
		t.Fatalf("%v %v", back, err)
	}
	p, err := Publish(file, mem, back, fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	changed, err := WriteIssue(dir, p, fixtureOptions())
	if err != nil || len(changed) != 2 {
		t.Fatalf("changed %v: %v", changed, err)
	}
	want := "# awesome\r\n\r\nwords  \r\n\r\n| 2 | 0 | 2 | 6 |\r\n|:---:|:---:|:---:|:---:|\r\n" +
		"| [2026-11-30](https://example.com/r/2026-11-30.md) | [2026-11-16](https://example.com/r/2026-11-16.md) | | |\r\n" +
		"| 2 | 0 | 2 | 5 |\r\n| [2025-12-22](https://example.com/r/2025-12-22.md) | | | |\r\n" +
		"| 2 | 0 | 1 | 9 |\r\n| [2019-03-31](https://example.com/r/2019-03-31.md) | | | |\r\n\r\nmore\r\n"
	readme := filepath.Join(root, "README.md")
	if got := string(mustRead(t, readme)); got != want {
		t.Errorf("README:\n%s\nwant\n%s", got, want)
	}
	if st, _ := os.Stat(readme); st.Mode().Perm() != 0o640 {
		t.Errorf("mode became %v", st.Mode())
	}
	if changed, err = WriteIssue(dir, p, fixtureOptions()); err != nil || len(changed) != 0 {
		t.Errorf("the second time changed %v: %v", changed, err)
	}
}

func TestReadmeForms(t *testing.T) {
	dates := []string{"2026-11-16", "2026-11-30"}
	for name, in := range map[string]string{
		"none":        "",
		"no table":    "# x\n\nwords",
		"heading":     "# x\n\n## 往期回顾\n\nwords\n",
		"other table": "# x\n\n| a | b |\n|---|---|\n| c | d |\n",
	} {
		got := Readme([]byte(in), dates, "./", fixtureOptions())
		if count(string(got), "| [2026-11-30](./2026-11-30.md) | [2026-11-16](./2026-11-16.md) | | |\n") != 1 {
			t.Errorf("%s:\n%s", name, got)
		}
		for l := range strings.SplitSeq(in, "\n") {
			if !strings.Contains(string(got), l) {
				t.Errorf("%s: lost %q", name, l)
			}
		}
		if again := Readme(got, dates, "./", fixtureOptions()); !bytes.Equal(again, got) {
			t.Errorf("%s: the second time differs:\n%s", name, again)
		}
	}
}

func TestCommit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git command")
	}
	dir := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(dir, "none"))
	for _, kv := range []string{"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"} {
		t.Setenv(kv, "Editor")
	}
	for _, kv := range []string{"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"} {
		t.Setenv(kv, "editor@example.com")
	}
	git := func(args ...string) string {
		out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v %s", args, err, out)
		}
		return string(out)
	}
	git("init", "-q")
	path := filepath.Join(dir, "2026-11-30.md")
	other := filepath.Join(dir, "other.md")
	for _, p := range []string{path, other} {
		if err := os.WriteFile(p, []byte("x\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git("add", "other.md") // somebody's own work under way
	for range 2 {
		if err := Commit(t.Context(), dir, []string{path}, "2026-11-30"); err != nil {
			t.Fatal(err)
		}
	}
	if got := git("log", "--format=%s", "--name-only"); strings.TrimSpace(got) != "2026-11-30\n\n2026-11-30.md" {
		t.Errorf("log %q", got)
	}
	if err := Commit(t.Context(), t.TempDir(), []string{path}, "x"); err == nil {
		t.Error("a folder that is no repository gave no error")
	}
}

// A chosen entry leaves its note behind; one in a comment stays in it and is not
// printed.
func TestPublishNotesAndHidden(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	doc, _ := Parse(file)
	d := fixtureDraft()
	s := strings.Replace(string(file), "## 论文\n\n", "## 论文\n\n"+RenderEntry(&d.Rest[0]), 1)
	s = strings.Replace(s, doc.raw(1), "<!-- 先不登\n"+doc.raw(1)+"-->\n", 1)
	p, err := Publish([]byte(s), mem, fixtureBack(), fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(p.File), "embai") || len(p.Printed) != 8 || len(p.Dropped) != 0 {
		t.Errorf("%d printed, dropped %v\n%s", len(p.Printed), p.Dropped, p.File)
	}
	if !strings.Contains(string(p.File), "<!-- 先不登\n- [树莓派") {
		t.Errorf("the editor's comment was touched:\n%s", p.File)
	}
	if got := mustUpdate(t, mem, []byte(s), more()); count(string(got.File), "AAAA4 -->") != 1 {
		t.Error("an entry in a comment was doubled or lost")
	}
}
