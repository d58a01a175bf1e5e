package page

import "time"

// Step is one station of something that goes on, such as an order's way.
type Step struct {
	Label string
	// State is "done", "now" or "todo".
	State string
	// At is when it was reached; zero shows no time.
	At time.Time
}

// Moment is one entry of a timeline.
type Moment struct {
	At   time.Time
	Text string
	// Note says more, smaller; it may be empty.
	Note string
	// Now marks where things stand.
	Now bool
}
