package frame

import (
	"strconv"
	"strings"
)

// ReadPercent reads a part of a price as people type it, a percentage with at most one decimal, in thousandths: 95 is 950. False for what is
// none, or not above nothing.
func ReadPercent(text string) (perMille int64, ok bool) {
	whole, tenth, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(text), "%"), ".")
	if len(tenth) > 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(tenth + "0")[:1], 10, 64)
	return n, err == nil && n > 0
}

// Percent writes thousandths as ReadPercent reads them.
func Percent(perMille int64) string {
	text := strconv.FormatInt(perMille/10, 10)
	if tenth := perMille % 10; tenth != 0 {
		text += "." + strconv.FormatInt(tenth, 10)
	}
	return text
}
