// Package env reads a process's settings from MALL_… variables into one documented struct, and writes the table of them.
package env

import (
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Prefix stands in front of every variable of the shop.
const Prefix = "MALL_"

// Load fills the struct that config points to from environ ("KEY=value" entries). It reports all mistakes at once. A file
// variable that is not set leaves its field empty; one that names a missing file is a mistake.
func Load(config any, environ []string) error {
	vars := env.ToMap(environ)
	if err := env.ParseWithOptions(config, env.Options{Environment: vars, Prefix: Prefix}); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	return nil
}

// Setting is one row of the table: a variable, what it is for, its default.
type Setting struct {
	Name    string
	Doc     string
	Default string
	Secret  bool
}

// Settings lists the variables of a config struct in the order of its fields; embedded structs are walked into.
func Settings(config any) []Setting {
	t := reflect.TypeOf(config)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var all []Setting
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
		switch {
		case name != "":
			all = append(all, Setting{Name: Prefix + name, Doc: f.Tag.Get("doc"), Default: f.Tag.Get("envDefault"), Secret: f.Tag.Get("secret") == "true"})
		case f.Type.Kind() == reflect.Struct && f.IsExported():
			all = append(all, Settings(reflect.New(f.Type).Interface())...)
		}
	}
	return all
}

// Write prints the settings as rows of a Markdown table, for docs/config.md.
func Write(w io.Writer, settings []Setting) error {
	for _, s := range settings {
		def := "`" + s.Default + "`"
		if s.Default == "" {
			def = "–"
		}
		if _, err := fmt.Fprintf(w, "| `%s` | %s | %s |\n", s.Name, def, s.Doc); err != nil {
			return err
		}
	}
	return nil
}
