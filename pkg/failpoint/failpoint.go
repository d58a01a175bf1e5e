// Package failpoint lets tests kill a process between two steps of its work, as a power cut would. In ordinary builds Hit is empty and
// costs nothing; with the build tag faults it reads MALL_CRASH_POINT.
package failpoint
