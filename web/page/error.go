package page

// Error is the page "error", on every host.
type Error struct {
	Base
	Status int
	// Code is the problem's stable code.
	Code string
	// Heading is empty for the usual words of the status.
	Heading string
	Detail  string
	TraceID string
}
