// Package stack knows where everything of a native stack is: folders, ports, processes and what they are told.
// It starts nothing.
package stack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Stack is one complete, private set of servers and parts below a run folder.
type Stack struct {
	// Root is the checkout; Run is the folder of everything that is made at run time.
	Root string `json:"root"`
	Run  string `json:"run"`
	// Offset is added to every port, so that a second stack can run beside the first.
	Offset int `json:"offset"`
	// Copies of every part that may have more than one.
	Copies int `json:"copies"`
	// Env goes to every part and wins over what it would be told otherwise.
	Env map[string]string `json:"env,omitempty"`
	// Tags and Race are flags for building the parts.
	Tags string `json:"tags,omitempty"`
	Race bool   `json:"race,omitempty"`
	// Domain, HTTPAddr and HTTPPort are where the shop is seen from outside.
	Domain   string `json:"domain"`
	HTTPAddr string `json:"httpAddr"`
	HTTPPort int    `json:"httpPort"`
	// Test: the servers for tests. Faster and less durable, no nginx, no parts of ours.
	Test bool `json:"test,omitempty"`
	// OnlyServers: none of our own parts.
	OnlyServers bool `json:"onlyServers,omitempty"`
	// Only names the parts to run, for working on a few; empty means all.
	Only []string `json:"only,omitempty"`
}

// Ports are those of the servers.
type Ports struct {
	HTTP                           int
	Consul, ConsulSerf, ConsulRPC  int
	RabbitUI, RabbitMQ, RabbitDist int
	Epmd                           int
	MariaDB                        int
	Redis                          int
}

// Ports says on which ports the servers listen.
func (s *Stack) Ports() Ports {
	p := Ports{
		HTTP: s.HTTPPort, Consul: 8500, ConsulSerf: 18501, ConsulRPC: 18503,
		RabbitUI: 15672, RabbitMQ: 15682, RabbitDist: 15692, Epmd: 14369, MariaDB: 13316, Redis: 16389,
	}
	if s.Test {
		// 25672 is left out on purpose: a system RabbitMQ listens there.
		p = Ports{
			Consul: 28500, ConsulSerf: 28501, ConsulRPC: 28503,
			RabbitUI: 25683, RabbitMQ: 25682, RabbitDist: 25692, Epmd: 24369, MariaDB: 23316, Redis: 26389,
		}
	}
	for _, port := range []*int{&p.Consul, &p.ConsulSerf, &p.ConsulRPC, &p.RabbitUI, &p.RabbitMQ, &p.RabbitDist, &p.Epmd, &p.MariaDB, &p.Redis} {
		*port += s.Offset
	}
	return p
}

// Options are what a command line and an environment can say about a stack.
type Options struct {
	Root, Run   string
	Copies      int
	Env         map[string]string
	Tags        string
	Race        bool
	Test        bool
	OnlyServers bool
	Only        []string
}

// DefaultDomain is the shop's domain; *.localhost needs no hosts file.
const DefaultDomain = "gulimall.localhost"

// New makes a stack of the options and the MALL_* variables.
func New(o Options, getenv func(string) string) (*Stack, error) {
	s := &Stack{
		Root: o.Root, Run: o.Run, Copies: max(o.Copies, 1), Env: o.Env, Tags: o.Tags, Race: o.Race,
		Test: o.Test, OnlyServers: o.OnlyServers || o.Test, Only: o.Only, Domain: getenv("MALL_DOMAIN"), HTTPAddr: getenv("MALL_HTTP_ADDR"),
	}
	if s.Run == "" {
		s.Run = ".run"
		if s.Test {
			s.Run = ".run/test"
		}
	}
	if !filepath.IsAbs(s.Run) {
		s.Run = filepath.Join(s.Root, s.Run)
	}
	if s.Copies > 2 {
		return nil, errors.New("--copies is 1 or 2: ports are set aside for two")
	}
	for _, name := range s.Only {
		if !slices.ContainsFunc(Parts(), func(p Part) bool { return p.Name == name }) {
			return nil, fmt.Errorf("--only %s: there is no such part", name)
		}
	}
	var err error
	if s.Offset, err = number(getenv, "MALL_PORT_OFFSET", 0, 0, 40000); err != nil {
		return nil, err
	}
	if s.Test {
		s.Offset = 0
	}
	if s.HTTPPort, err = number(getenv, "MALL_HTTP_PORT", 8080+s.Offset, 1, 65535); err != nil {
		return nil, err
	}
	if s.Domain == "" {
		s.Domain = DefaultDomain
	}
	if s.HTTPAddr == "" {
		s.HTTPAddr = "127.0.0.1" // everybody knows the demo accounts: MALL_HTTP_ADDR=0.0.0.0 opens the door on purpose
	}
	return s, nil
}

func number(getenv func(string) string, name string, def, least, most int) (int, error) {
	v := getenv(name)
	if v == "" {
		return def, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%s=%q: want a number from %d to %d", name, v, least, most)
	}
	return n, nil
}

// Path is a file or folder below the run folder.
func (s *Stack) Path(elem ...string) string {
	return filepath.Join(append([]string{s.Run}, elem...)...)
}

// Secret is the file of a secret.
func (s *Stack) Secret(name string) string { return s.Path("secrets", name) }

// LogFile is the log of a program.
func (s *Stack) LogFile(program string) string { return s.Path("log", program+".log") }

// Socket is the path of a unix socket. A path may not be longer than 107 bytes; where the run folder is too deep,
// the socket goes to the temporary folder under a name made of the run folder's.
func (s *Stack) Socket(name string) string {
	p := s.Path(name + ".sock")
	if len(p) <= 100 {
		return p
	}
	sum := sha256.Sum256([]byte(s.Run))
	return filepath.Join(os.TempDir(), "gulimall-"+hex.EncodeToString(sum[:6])+"-"+name+".sock")
}

// Folders that must be there before anything starts.
func (s *Stack) Folders() []string {
	f := []string{s.Run, s.Path("bin"), s.Path("log"), s.Path("secrets"), s.Path("conf"), s.Path("state"), s.Path("tmp")}
	for _, d := range []string{"mariadb", "redis", "rabbitmq", "consul"} {
		f = append(f, s.Path("data", d))
	}
	if !s.Test {
		f = append(f, s.Path("media"), s.Path("nginx"))
	}
	return f
}

// Save keeps how the stack was started, so that the other commands find it as it is.
func (s *Stack) Save() error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(s.Path("stack.json"), append(b, '\n'), 0o600)
}

// Load finds the stack that was started in a run folder.
func Load(run string) (*Stack, error) {
	b, err := os.ReadFile(filepath.Join(run, "stack.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("nothing was ever started in %s (run `make up` first)", run)
	}
	if err != nil {
		return nil, err
	}
	s := &Stack{}
	if err := json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(run, "stack.json"), err)
	}
	return s, nil
}

// URL is the address of a host of the shop ("" is the bare domain).
func (s *Stack) URL(host string) string {
	name := s.Domain
	if host != "" {
		name = host + "." + name
	}
	u := "http://" + name
	if s.HTTPPort != 80 {
		u += ":" + strconv.Itoa(s.HTTPPort)
	}
	return u
}

// Loopback is an address on this machine.
func Loopback(port int) string { return "127.0.0.1:" + strconv.Itoa(port) }

// Instance is one copy of a part.
type Instance struct {
	Part
	// Program is the name under which supervisor knows it: order, order-2.
	Program string
	// Listen is its address.
	Listen string
	// Copy counts from 1.
	Copy int
}

// Instances lists every copy of every part.
func (s *Stack) Instances() []Instance {
	if s.OnlyServers {
		return nil
	}
	var all []Instance
	for _, p := range Parts() {
		if len(s.Only) > 0 && !slices.Contains(s.Only, p.Name) {
			continue
		}
		for c := 1; c <= s.copies(p); c++ {
			i := Instance{Part: p, Program: p.Name, Copy: c, Listen: Loopback(p.Port + s.Offset + (c-1)*CopyStep)}
			if c > 1 {
				i.Program += "-" + strconv.Itoa(c)
			}
			all = append(all, i)
		}
	}
	return all
}

// Expected is how many living copies of each part there should be.
func (s *Stack) Expected() map[string]int {
	n := map[string]int{}
	for _, i := range s.Instances() {
		n[i.Name]++
	}
	return n
}

func (s *Stack) copies(p Part) int {
	if p.Single {
		return 1
	}
	return s.Copies
}

// Servers are the names of the servers' programs, in the order in which they start.
func (s *Stack) Servers() []string {
	all := []string{"mariadb", "redis", "epmd", "rabbitmq", "consul"}
	if !s.Test {
		all = append(all, "nginx")
	}
	return all
}

// Match lists the programs that a user means by a name: a part means all its copies, "" means all programs.
func (s *Stack) Match(name string) ([]string, error) {
	all := s.Servers()
	for _, i := range s.Instances() {
		all = append(all, i.Program)
	}
	var found []string
	for _, p := range all {
		if name == "" || p == name || strings.HasPrefix(p, name+"-") {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("there is no %q; there are: %s", name, strings.Join(all, " "))
	}
	return found, nil
}
