package rabbit

import (
	"errors"
	"fmt"
)

var (
	// ErrDuplicate is what a handler returns for a message whose effect was there before.
	ErrDuplicate = errors.New("message was handled before")
	// ErrUnavailable means that the broker could not be asked, or that it did not answer: the message may be there or not.
	ErrUnavailable = errors.New("broker is not available")
	// ErrUnroutable means that the broker has no queue for the message.
	ErrUnroutable = errors.New("message reaches no queue")
	// ErrRefused means that the broker answered with a negative confirm, as a full queue does.
	ErrRefused = errors.New("broker refused the message")
)

type permanentError struct{ err error }

func (e permanentError) Error() string { return e.err.Error() }
func (e permanentError) Unwrap() error { return e.err }

// Permanent marks an error that no retry can mend: the message is parked at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanentError{err}
}

// IsPermanent says whether err was marked by Permanent.
func IsPermanent(err error) bool {
	var p permanentError
	return errors.As(err, &p)
}

type ignoredError struct{ reason string }

func (e ignoredError) Error() string { return "message ignored: " + e.reason }

// Ignore is the answer to a message about something that does not exist or no longer matters: it is acknowledged, and the reason
// goes to the log.
func Ignore(reason string, args ...any) error {
	return ignoredError{fmt.Sprintf(reason, args...)}
}

// IsIgnored says whether err came from Ignore.
func IsIgnored(err error) bool {
	var i ignoredError
	return errors.As(err, &i)
}
