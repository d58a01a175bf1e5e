// Package gulimall holds the tests that guard the shape of the tree.
package gulimall

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

type pkg struct {
	ImportPath string
	Name       string
	Doc        string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports", "./...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// room splits an import path into its service and its room, such as "order" and "store".
func room(importPath string) (service, room string) {
	rest, ok := strings.CutPrefix(importPath, "gulimall/services/")
	if !ok {
		return "", ""
	}
	service, room, _ = strings.Cut(rest, "/")
	return service, room
}

func under(importPath, folder string) bool {
	return importPath == "gulimall/"+folder || strings.HasPrefix(importPath, "gulimall/"+folder+"/")
}

// TestArchDirections: pkg knows nobody above it, web knows no service, services know each other only through pkg/contract, and the
// rooms of one service meet only in its cmd.
func TestArchDirections(t *testing.T) {
	for _, p := range packages(t) {
		for _, dep := range p.Imports {
			if !strings.HasPrefix(dep, "gulimall/") {
				continue
			}
			switch {
			case under(p.ImportPath, "pkg") && !under(dep, "pkg"):
				t.Errorf("%s imports %s: pkg knows nobody above it", p.ImportPath, dep)
			case under(p.ImportPath, "web") && !under(dep, "web") && !under(dep, "pkg"):
				t.Errorf("%s imports %s: web knows no service", p.ImportPath, dep)
			case under(p.ImportPath, "gateway") && under(dep, "services"):
				t.Errorf("%s imports %s: the gateway knows services by name only", p.ImportPath, dep)
			}
			roomRule(t, p.ImportPath, dep)
		}
	}
}

func roomRule(t *testing.T, importPath, dep string) {
	t.Helper()
	from, fromRoom := room(importPath)
	to, toRoom := room(dep)
	switch {
	case from == "" || to == "":
	case from != to:
		t.Errorf("%s imports %s: services speak through pkg/contract", importPath, dep)
	case fromRoom == "":
		t.Errorf("%s imports %s: the rules know none of their rooms", importPath, dep)
	case toRoom != "" && !strings.HasPrefix(fromRoom, "cmd/") && !strings.HasPrefix(toRoom, fromRoom+"/"):
		t.Errorf("%s imports %s: rooms meet only in cmd", importPath, dep)
	}
}

// TestArchStandIn: the stand-in for Alipay knows nothing of the shop.
func TestArchStandIn(t *testing.T) {
	for _, p := range packages(t) {
		if !under(p.ImportPath, "services/alipaysim") {
			continue
		}
		for _, dep := range p.Imports {
			if under(dep, "pkg/contract") || under(dep, "web") {
				t.Errorf("%s imports %s: the stand-in knows nothing of the shop", p.ImportPath, dep)
			}
		}
	}
}

// TestArchRulesArePure: the root package of a service is rules and use cases without transport or storage.
func TestArchRulesArePure(t *testing.T) {
	impure := []string{
		"net/http", "database/sql", "gorm.io", "github.com/gin-gonic", "github.com/rabbitmq", "github.com/redis",
		"github.com/hashicorp/consul", "gulimall/pkg/rpc", "gulimall/pkg/rabbit", "gulimall/pkg/outbox", "gulimall/pkg/server", "gulimall/web",
	}
	for _, p := range packages(t) {
		if service, r := room(p.ImportPath); service == "" || r != "" {
			continue
		}
		for _, dep := range p.Imports {
			if slices.ContainsFunc(impure, func(bad string) bool { return dep == bad || strings.HasPrefix(dep, bad+"/") }) {
				t.Errorf("%s imports %s: rules and use cases know no transport or database", p.ImportPath, dep)
			}
		}
	}
}

// TestArchNamesAndDocs: packages are named after what they give, and say what that is.
func TestArchNamesAndDocs(t *testing.T) {
	vague := []string{"util", "utils", "common", "helper", "helpers", "misc", "base", "shared", "types", "model", "models"}
	for _, p := range packages(t) {
		if slices.Contains(vague, path.Base(p.ImportPath)) {
			t.Errorf("%s: name the package after what it provides", p.ImportPath)
		}
		if p.Doc == "" && p.Name != "gulimall" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}
