module github.com/saintfish/chardet

go 1.26
