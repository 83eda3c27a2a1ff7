package review

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// formats are the string literals that stand as an argument of a function in a
// file of another package: what it may say.
func formats(t *testing.T, path string, calls ...string) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(path), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := ""
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			name = fun.Name
		case *ast.SelectorExpr:
			name = fun.Sel.Name
		}
		for _, want := range calls {
			if name != want {
				continue
			}
			for _, arg := range call.Args {
				if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
						out = append(out, s)
					}
				}
			}
		}
		return true
	})
	if len(out) == 0 {
		t.Fatalf("%s: no call of %v: this test has to be told where the messages are", path, calls)
	}
	return out
}

// TestEveryFindingIsSaidInChinese reads what lint and the reader of drafts can
// say out of their own source, so that a new message needs a phrase.
func TestEveryFindingIsSaidInChinese(t *testing.T) {
	var all []string
	all = append(all, formats(t, "../issue/lint.go", "add")...)
	all = append(all, formats(t, "../issue/lintmarkdown.go", "add")...)
	all = append(all, formats(t, "../issue/readable.go", "no")...)
	all = append(all, formats(t, "../issue/tame.go", "tangled")...)
	fill := strings.NewReplacer("%s", "X", "%d", "7", "%v", "it")
	for _, f := range all {
		switch f {
		case "%v", "%s", "it is %v": // words of another of these
			continue
		case "%s is %s":
			for _, status := range []string{"deleted", "banned", "unavailable", "expired", "moved"} {
				all = append(all, "%s is "+status)
			}
			continue
		}
		if said, ok := chinese(fill.Replace(f)); !ok {
			t.Errorf("no Chinese for %q", f)
		} else if strings.Count(f, "%") != strings.Count(said, "X")+strings.Count(said, "7") {
			t.Errorf("%q lost words: %q", f, said)
		}
	}
}

func TestSay(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"issue: draft not understood: line 12: a conflict marker of a version control system", "第 12 行：留有版本控制的冲突标记（<<<<<<<）"},
		{"more tangled than any issue: line 3: a line of more than 16 KiB", "写法太复杂，第 3 行：一行超过 16 KiB"},
		{"printed before in 2026-11-02, 2026-11-16: 纸船: 2.3 发布 (github:a/b)", "2026-11-02, 2026-11-16 期印过：纸船: 2.3 发布（github:a/b）"},
		{"+量化 +端侧观察社(3/9 printed) −课程", "+量化 +端侧观察社（9 篇印过 3 篇） −课程"},
		{"no 摘要: it is empty", "没有摘要：it is empty"}, // a title stays as it is
		{"what nobody foresaw", "what nobody foresaw"},
	} {
		if got := lang("zh").Say(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
		if got := lang("en").Say(c.in); got != c.in {
			t.Errorf("in English %q became %q", c.in, got)
		}
	}
	if got := lang("zh").Finding(Finding{Kind: "link-dead", Text: "new words"}); got != "失效链接：new words" {
		t.Errorf("a finding without a phrase: %q", got)
	}
}
