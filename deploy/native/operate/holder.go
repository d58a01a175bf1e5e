package operate

import (
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// holder names who listens where a program of ours wants to; "" when the port is free.
func holder(ctx context.Context, addr string) string {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp4", addr)
	if err == nil {
		_ = l.Close()
		return ""
	}
	_, port, _ := net.SplitHostPort(addr)
	n, _ := strconv.Atoi(port)
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		b, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		if inode := listenInode(string(b), n); inode != "" {
			if who := socketOwner(inode); who != "" {
				return who
			}
			return "a process of another user"
		}
	}
	return "somebody (" + err.Error() + ")"
}

// listenInode finds the socket that listens on a port in a table of /proc/net.
func listenInode(table string, port int) string {
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) < 10 || f[3] != "0A" {
			continue
		}
		_, p, _ := strings.Cut(f[1], ":")
		if b, err := hex.DecodeString(p); err == nil && len(b) == 2 && int(b[0])<<8+int(b[1]) == port {
			return f[9]
		}
	}
	return ""
}

func socketOwner(inode string) string {
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, fd := range fds {
		if to, err := os.Readlink(fd); err == nil && to == "socket:["+inode+"]" {
			pid := strings.Split(fd, "/")[2]
			name, _ := os.ReadFile("/proc/" + pid + "/comm")
			return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), pid)
		}
	}
	return ""
}
