package alipaysim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Faults say what goes wrong with payments and their notifications. DelayMs and Reorder are looked at when a
// notification arises, PayAfterClose and PayTwice when the buyer pays, all others at every send: a fault holds for as
// long as it is set.
type Faults struct {
	Drop          bool          `json:"drop"`          // nothing is sent, though the place in the schedule is used up
	DelayMs       int64         `json:"delayMs"`       // the first send waits, in real milliseconds
	Duplicate     Count         `json:"duplicate"`     // so many more sends at the same moment as the first
	Reorder       bool          `json:"reorder"`       // the notifications of one order are sent last first
	WrongAmount   bool          `json:"wrongAmount"`   // the notification says one fen more
	WrongAppID    bool          `json:"wrongAppId"`    // ... another app
	WrongSeller   bool          `json:"wrongSeller"`   // ... another seller
	BadSign       bool          `json:"badSign"`       // the signature does not fit
	PayAfterClose bool          `json:"payAfterClose"` // the money arrives although the trade was closed or has expired
	PayTwice      bool          `json:"payTwice"`      // a second trade of the same order is paid as well
	Gateway       GatewayFaults `json:"gateway,omitzero"`
}

// GatewayFaults say what goes wrong with the answers of the gateway to the merchant's server. They leave the cashier alone.
type GatewayFaults struct {
	HangMs           int64    `json:"hangMs"`            // waits before it executes; a caller that gave up is not served
	Status502        bool     `json:"status502"`         // answers 502 with a page of HTML and executes nothing
	Unsigned         bool     `json:"unsigned"`          // executes and answers without a signature
	WrongKey         bool     `json:"wrongKey"`          // executes and signs with a key that is not Alipay's
	SystemError      bool     `json:"systemError"`       // answers 20000 ACQ.SYSTEM_ERROR and executes nothing
	SystemErrorAfter bool     `json:"systemErrorAfter"`  // executes, and answers 20000 ACQ.SYSTEM_ERROR all the same
	LoseAnswer       bool     `json:"loseAnswer"`        // executes, then cuts the connection
	Methods          []string `json:"methods,omitempty"` // only these methods are hit; none named means all
}

// Hit tells whether the faults concern a method.
func (g GatewayFaults) Hit(method string) bool {
	for _, m := range g.Methods {
		if m == method {
			return true
		}
	}
	return len(g.Methods) == 0
}

// Validate tells which field is out of bounds, or "".
func (f Faults) Validate() string {
	const hour = int64(time.Hour / time.Millisecond)
	switch {
	case f.DelayMs < 0 || f.DelayMs > hour:
		return "delayMs"
	case f.Duplicate < 0 || f.Duplicate > 100:
		return "duplicate"
	case f.Gateway.HangMs < 0 || f.Gateway.HangMs > hour:
		return "gateway.hangMs"
	}
	return ""
}

// names lists the faults that change a send, for the record of the attempt.
func (f Faults) names() []string {
	var names []string
	for _, n := range []struct {
		set  bool
		name string
	}{
		{f.Drop, "drop"},
		{f.WrongAmount, "wrongAmount"},
		{f.WrongAppID, "wrongAppId"},
		{f.WrongSeller, "wrongSeller"},
		{f.BadSign, "badSign"},
	} {
		if n.set {
			names = append(names, n.name)
		}
	}
	return names
}

// Count is a number that may also be written as a boolean: true is one.
type Count int

// UnmarshalJSON implements json.Unmarshaler.
func (c *Count) UnmarshalJSON(b []byte) error {
	switch {
	case bytes.Equal(b, []byte("true")):
		*c = 1
		return nil
	case bytes.Equal(b, []byte("false")):
		*c = 0
		return nil
	}
	var n int
	if err := json.Unmarshal(b, &n); err != nil {
		return fmt.Errorf("want a number or a boolean: %w", err)
	}
	*c = Count(n)
	return nil
}
