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
		return l.T("这一条已不在草稿里（文件被别处改过）；你写的内容还在下面", "the entry is no longer in the draft (the file was changed elsewhere); your words are kept below")
	case errors.Is(err, ErrChanged):
		return l.T("这一条刚被别处改过；你写的内容还在下面，再次保存将覆盖", "the entry was changed elsewhere meanwhile; your words are kept below, saving again overwrites it")
	}
	return err.Error()
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
