package memberapi

import "time"

// PathSummary is what the dashboard shows of members: GET ?days=1…90 → Summary, at most a minute old.
const PathSummary = "/internal/summary"

// Summary is who has come. Days are whole ones in Beijing time, the oldest first, without gaps.
type Summary struct {
	At      time.Time `json:"at"`
	Members int64     `json:"members"`
	Days    []Day     `json:"days"`
}

// Day is how many registered in a day.
type Day struct {
	From       time.Time `json:"from"`
	Registered int64     `json:"registered"`
}
