package load

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a process, with all its children, has used.
type Usage struct {
	CPU time.Duration
	RSS int64 // bytes
}

// ticks a second, in which the kernel counts CPU time for programs.
const ticks = 100

// UsageOf reads what a process and its descendants have used; nothing for one that is gone.
func UsageOf(pid int) Usage {
	var u Usage
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u
	}
	// The name in brackets may contain anything; what follows it is numbers.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	const user, system, resident = 11, 12, 21 // counted from the field after the name
	if len(fields) > resident {
		u.CPU = time.Duration(number(fields[user])+number(fields[system])) * time.Second / ticks
		u.RSS = number(fields[resident]) * int64(os.Getpagesize())
	}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for _, child := range strings.Fields(string(children)) {
		of := UsageOf(int(number(child)))
		u.CPU += of.CPU
		u.RSS += of.RSS
	}
	return u
}

func number(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}
