package review

import (
	"errors"
	"net/http"
)

// lang is the language of the interface: zh, or en as an option.
type lang string

const langCookie = "embai_lang"

func language(r *http.Request) lang {
	if c, err := r.Cookie(langCookie); err == nil && c.Value == "en" {
		return "en"
	}
	return "zh"
}

func (s *Server) setLang(w http.ResponseWriter, r *http.Request) {
	value := "zh"
	if r.PostFormValue("lang") == "en" {
		value = "en"
	}
	http.SetCookie(w, &http.Cookie{
		Name: langCookie, Value: value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// T is the Chinese or the English form: they stand side by side in the
// templates, so that neither is forgotten.
func (l lang) T(zh, en string) string {
	if l == "en" {
		return en
	}
	return zh
}

// err is what the editor reads of an error.
func (l lang) err(err error) string {
	switch {
	case errors.Is(err, ErrGone):
		return l.T("这一条已不在草稿里（文件被别处改过）", "the entry is no longer in the draft (the file was changed elsewhere)")
	case errors.Is(err, ErrChanged):
		return l.T("这里刚被别处改过；您写的内容还在，再次保存将覆盖", "this was changed elsewhere meanwhile; your words are kept, saving again overwrites it")
	case errors.Is(err, ErrThere):
		return l.T("这一条已经在草稿里", "this is in the draft already")
	case errors.Is(err, ErrNoUndo):
		return l.T("没有可以撤销的操作，或者文件在那之后被别处改过", "nothing to undo, or the file was changed elsewhere since")
	}
	return l.Say(err.Error())
}

// done says that an act was carried out; false: there is no such act. The page
// puts Undo beside it where there is something to undo.
func (l lang) done(a Act) (string, bool) {
	switch a.What {
	case Drop:
		return l.T("已删除", "dropped"), true
	case Hold:
		return l.T("已留用到下期", "held for the next issue"), true
	case Move:
		return l.T("已移到「", "moved to ") + l.Heading(string(a.Section)) + l.T("」", ""), true
	case Take:
		return l.T("已选入「", "taken into ") + l.Heading(string(a.Section)) + l.T("」", ""), true
	case Edit:
		return l.T("已保存", "saved"), true
	case Add:
		return l.T("已抓取并加入草稿", "fetched and added to the draft"), true
	case Split:
		return l.T("已拆成两条", "parted"), true
	case Merge:
		return l.T("已合并", "merged"), true
	case Guide:
		return l.T("导读已更新", "guide saved"), true
	case Undo:
		return l.T("已撤销", "undone"), true
	case Publish:
		return l.T("已发布", "published"), true
	case Restore:
		return l.T("草稿已恢复", "the draft is restored"), true
	case Write:
		return l.T("草稿已写好", "the draft is written"), true
	}
	return "", false
}

// State names the state of a source.
func (l lang) State(state string) string {
	zh := map[string]string{
		"ok": "正常", "nothing new": "无新内容", "blocked": "被拒绝", "layout changed": "版面变了",
		"failing": "失败", "not due": "未到时间", "": "尚未抓取",
	}
	if l == "en" && state == "" {
		return "not read yet"
	}
	if name, ok := zh[state]; ok && l != "en" {
		return name
	}
	return state
}

// kind names a kind of finding, before the words of lint itself.
func (l lang) kind(kind string) string {
	zh := map[string]string{
		"unreadable": "无法识别", "markdown": "Markdown 有误", "link-empty": "空链接", "link-temporary": "临时链接",
		"link-dead": "失效链接", "link-duplicate": "重复链接", "repeat": "往期已刊", "summary-missing": "缺少摘要",
		"guide-count": "导读条数不符", "section-empty": "空栏目", "marker-doubled": "记号重复",
	}
	if name, ok := zh[kind]; ok {
		return name + "："
	}
	return ""
}

// Heading names a section of the page.
func (l lang) Heading(section string) string {
	switch section {
	case "news":
		return l.T("业界新闻", "News")
	case "paper":
		return l.T("论文", "Papers")
	case "project":
		return l.T("开源项目", "Projects")
	case "blog":
		return l.T("博文", "Blog posts")
	}
	return section
}
