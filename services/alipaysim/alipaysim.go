// Package alipaysim holds the rules of a local stand-in for Alipay's open platform: trades, refunds, notifications and
// what can go wrong with them. It is for development and tests only. The rooms around it speak the protocol (gateway),
// show the buyer's pages (cashier), let tests act as the buyer (sandbox), keep the ledger (journal) and deliver the
// notifications (notifier).
package alipaysim

import (
	"slices"
	"time"

	"gulimall/pkg/money"
)

// Status is the state of a trade, in Alipay's words.
type Status string

// The states of a trade. A trade that no buyer has logged in for does not exist at all.
const (
	WaitBuyerPay  Status = "WAIT_BUYER_PAY"
	TradeSuccess  Status = "TRADE_SUCCESS"
	TradeClosed   Status = "TRADE_CLOSED"
	TradeFinished Status = "TRADE_FINISHED"
)

// Trade is one payment by one buyer. Its number is Alipay's, OutTradeNo is the merchant's.
type Trade struct {
	TradeNo        string    `json:"tradeNo"`
	OutTradeNo     string    `json:"outTradeNo"`
	Amount         money.Fen `json:"amount"`
	Subject        string    `json:"subject"`
	Body           string    `json:"body,omitempty"`
	PassbackParams string    `json:"passbackParams,omitempty"`
	NotifyURL      string    `json:"notifyUrl,omitempty"`
	ReturnURL      string    `json:"returnUrl,omitempty"`
	Status         Status    `json:"status"`
	CreatedAt      time.Time `json:"createdAt"`
	ExpiresAt      time.Time `json:"expiresAt"`
	PaidAt         time.Time `json:"paidAt,omitzero"`
	ClosedAt       time.Time `json:"closedAt,omitzero"`
	Refunds        []Refund  `json:"refunds,omitempty"`
	// Faults are those of the payment that made this trade; nil means that the global ones hold.
	Faults *Faults `json:"faults,omitempty"`
}

// Refund is money that went back to the buyer.
type Refund struct {
	RequestNo string    `json:"requestNo"`
	Amount    money.Fen `json:"amount"`
	Reason    string    `json:"reason,omitempty"`
	At        time.Time `json:"at"`
}

// Notice is one notification of one change of a trade; its id stays the same over all its sends.
type Notice struct {
	ID         string            `json:"id"`
	TradeNo    string            `json:"tradeNo"`
	OutTradeNo string            `json:"outTradeNo"`
	URL        string            `json:"url"`
	Fields     map[string]string `json:"fields"`
	CreatedAt  time.Time         `json:"createdAt"`
	// NextAt is when it is sent next; zero once it was answered or given up.
	NextAt time.Time `json:"nextAt,omitzero"`
	// Rounds counts the places of the schedule that were used, Attempts every single send.
	Rounds    int       `json:"rounds"`
	Delivered bool      `json:"delivered"`
	Attempts  []Attempt `json:"attempts,omitempty"`
	// Held and After put notices in reversed order: a held notice waits for a later one, and After is that one.
	Held  bool   `json:"held,omitempty"`
	After string `json:"after,omitempty"`
}

// Attempt is one send of a notice and the answer to it.
type Attempt struct {
	At         time.Time `json:"at"`
	DurationMs int64     `json:"durationMs"`
	Status     int       `json:"status,omitempty"`
	Answer     string    `json:"answer,omitempty"`
	Error      string    `json:"error,omitempty"`
	Faults     []string  `json:"faults,omitempty"`
}

// Succeeded tells whether the merchant answered exactly as Alipay wants it: the seven letters of success.
func (a Attempt) Succeeded() bool {
	return a.Error == "" && a.Status == 200 && a.Answer == "success"
}

// Refunded is the sum of all refunds.
func (t *Trade) Refunded() money.Fen {
	var sum money.Fen
	for _, r := range t.Refunds {
		sum += r.Amount
	}
	return sum
}

func (t *Trade) clone() *Trade {
	c := *t
	c.Refunds = slices.Clone(t.Refunds)
	return &c
}

func (n *Notice) clone() *Notice {
	c := *n
	c.Attempts = slices.Clone(n.Attempts)
	return &c
}
