// Package shopday is the shop's day: from midnight to midnight in Beijing, wherever its machines are.
package shopday

import (
	"fmt"
	"time"
)

// Zone is the shop's zone. It has had no daylight saving since 1991, so that a fixed offset needs no zone database.
func Zone() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }

// Midnight is the beginning of the day that a moment lies in, in UTC.
func Midnight(at time.Time) time.Time {
	y, m, d := at.In(Zone()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Zone()).UTC()
}

// Parse reads a day, 2006-01-02, and gives its beginning in UTC. Days of a past that no database knows are none.
func Parse(text string) (time.Time, error) {
	at, err := time.ParseInLocation(time.DateOnly, text, Zone())
	if err == nil && at.Year() < firstYear {
		return time.Time{}, fmt.Errorf("day %q is too long ago", text)
	}
	return at.UTC(), err
}

const firstYear = 1000

// Name is the day that a moment lies in, 2006-01-02.
func Name(at time.Time) string { return at.In(Zone()).Format(time.DateOnly) }
