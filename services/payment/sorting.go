package payment

import "strings"

// SortBy is what a list of the desk can be sorted by.
type SortBy int

// A list is sorted by when its rows came, or by their money; runs by the day that they compare.
const (
	ByTime SortBy = iota
	ByAmount
	ByDay
)

// Sorting is the order of a list. The zero value is the usual one, the newest first.
type Sorting struct {
	By SortBy
	Up bool // the least, or oldest, first
}

// ReadSorting reads the order of a list by money or time, such as -amount; empty is the usual one. False where there is no such order.
func ReadSorting(name string) (Sorting, bool) { return readSorting(name, "amount", ByAmount) }

// ReadRunSorting reads the order of the list of runs, such as day or -created.
func ReadRunSorting(name string) (Sorting, bool) { return readSorting(name, "day", ByDay) }

func readSorting(name, other string, by SortBy) (Sorting, bool) {
	key, down := strings.CutPrefix(name, "-")
	switch key {
	case "":
		return Sorting{}, name == ""
	case "created":
		return Sorting{Up: !down}, true
	case other:
		return Sorting{By: by, Up: !down}, true
	}
	return Sorting{}, false
}
