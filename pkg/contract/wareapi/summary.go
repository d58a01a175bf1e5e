package wareapi

// PathSummary is what the dashboard shows of stock: GET → Summary, at most a minute old.
const PathSummary = "/internal/summary"

// Summary is what is running out.
type Summary struct {
	Low       int64      `json:"low"`       // stocks below their warning line
	Lowest    []StockRow `json:"lowest"`    // those that lack most, at most ten
	OpenNeeds int64      `json:"openNeeds"` // purchase needs that nobody has bought yet
}
