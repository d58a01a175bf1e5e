package servers

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"gulimall/deploy/native/stack"
)

type nginxData struct {
	Run, Root, User, Domain, PublicHost string
	Listen, Gateways                    []string
	Styles                              []string // of its own error pages, as a Content-Security-Policy names them
}

// nginxConf fills nginx/nginx.conf.tmpl of the checkout.
func nginxConf(s *stack.Stack, root bool) (string, error) {
	tmpl, err := template.ParseFiles(filepath.Join(s.Root, "nginx", "nginx.conf.tmpl"))
	if err != nil {
		return "", err
	}
	d := nginxData{
		Run: s.Run, Root: s.Root, Domain: s.Domain, PublicHost: strings.TrimPrefix(s.URL(""), "http://"),
		Listen: listenOn(s, hasIPv6()), Gateways: gateways(s),
	}
	if root {
		d.User = workerUser(s.Run)
	}
	if d.Styles, err = styles(filepath.Join(s.Root, "nginx", "errors")); err != nil {
		return "", err
	}
	var b strings.Builder
	if err := tmpl.Execute(&b, d); err != nil {
		return "", err
	}
	return b.String(), nil
}

// styles are the hashes of what stands in the style elements of pages.
func styles(folder string) ([]string, error) {
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			return nil, err
		}
		_, rest, _ := strings.Cut(string(text), "<style>")
		style, _, there := strings.Cut(rest, "</style>")
		sum := sha256.Sum256([]byte(style))
		hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if there && !slices.Contains(hashes, hash) {
			hashes = append(hashes, hash)
		}
	}
	return hashes, nil
}

// gateways are the addresses that nginx passes to; fixed, so that nginx needs no Consul.
func gateways(s *stack.Stack) []string {
	var out []string
	with := *s
	with.OnlyServers, with.Only = false, nil
	for _, i := range with.Instances() {
		if i.Name == "gateway" {
			out = append(out, i.Listen)
		}
	}
	return out
}

// listenOn adds the IPv6 side of "everywhere" and of "this machine": browsers try *.localhost there first.
func listenOn(s *stack.Stack, ipv6 bool) []string {
	out := []string{fmt.Sprintf("%s:%d", s.HTTPAddr, s.HTTPPort)}
	twin := map[string]string{"0.0.0.0": "[::]", "127.0.0.1": "[::1]"}[s.HTTPAddr]
	if ipv6 && twin != "" {
		out = append(out, fmt.Sprintf("%s:%d", twin, s.HTTPPort))
	}
	return out
}

func hasIPv6() bool {
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", "[::1]:0")
	if err != nil {
		return false
	}
	return l.Close() == nil
}

// workerUser: workers started by root give root up, unless the checkout lies where nobody else may look.
func workerUser(run string) string {
	for dir := run; dir != "/"; dir = filepath.Dir(dir) {
		st, err := os.Stat(dir)
		if err != nil || st.Mode().Perm()&0o001 == 0 {
			return "root"
		}
	}
	return "www-data"
}
