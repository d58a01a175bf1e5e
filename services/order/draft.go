package order

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// Draft is a settlement page as its member left it: what stands in its fields, and why it was sent back. It is kept with the page's token, so
// that a form that was posted may be answered by a redirect, and neither that nor a reload nor the way back loses anything.
type Draft struct {
	Fields  map[string]string `json:"fields"`
	Refused *Refusal          `json:"refused,omitempty"`
}

// Refusal is why a page was sent back, and what had changed since it was shown.
type Refusal struct {
	Of      string         `json:"of,omitempty"` // what was asked for; empty: the order
	Kind    apperr.Kind    `json:"kind,omitempty"`
	Code    string         `json:"code,omitempty"`
	Fields  []apperr.Field `json:"fields,omitempty"`
	Changes []Change       `json:"changes,omitempty"`
	Pay     money.Fen      `json:"pay,omitempty"` // what the member had seen
}

// RefusalOf notes an error.
func RefusalOf(err error, seen money.Fen) *Refusal {
	e := apperr.From(err)
	r := &Refusal{Kind: e.Kind, Code: e.Code, Fields: e.Fields, Pay: seen}
	apperr.Extension(err, "changes", &r.Changes)
	return r
}

// Err is the error that was noted; nil where only changes were.
func (r *Refusal) Err() error {
	if r == nil || r.Code == "" {
		return nil
	}
	e := apperr.New(r.Kind, r.Code)
	e.Fields = r.Fields
	return e
}

// Opened is a settlement page between two visits.
type Opened struct {
	OrderSn string // of a page that was submitted
	Buys    Settle // what it is about
	Draft   *Draft // nil before anything was typed
}

// Begin makes a token for a settlement page without asking anybody: whoever then looks at the page asks.
func (o *Orders) Begin(ctx context.Context, who Member, s Settle) (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	ticket := Ticket{MemberID: who.ID, BuyNow: s.SkuID != 0, Blank: true, Expires: o.clock().Add(o.limits().TokenTTL).Truncate(time.Second).Unix()}
	if ticket.BuyNow {
		ticket.Lines = []SeenLine{{SkuID: s.SkuID, Count: s.Count}}
	}
	token := newToken()
	return token, o.issue(ctx, token, ticket)
}

// Opened tells how a member's page stands; ErrTokenExpired when there is none, and there is no order of it either.
func (o *Orders) Opened(ctx context.Context, who Member, token string) (Opened, error) {
	var opened Opened
	ticket, err := o.ticket(ctx, who, token)
	if errors.Is(err, ErrTokenExpired) && validToken(token) {
		placed, _, findErr := o.Store.ByToken(ctx, who.ID, token)
		if findErr != nil {
			if errors.Is(findErr, ErrNotFound) {
				return opened, err
			}
			return opened, findErr
		}
		if !placed.Visible() {
			return opened, ErrSubmitInProgress
		}
		opened.OrderSn = placed.Sn
		return opened, nil
	}
	if err != nil {
		return opened, err
	}
	opened.OrderSn = ticket.OrderSn
	if ticket.BuyNow && len(ticket.Lines) > 0 {
		opened.Buys = Settle{SkuID: ticket.Lines[0].SkuID, Count: ticket.Lines[0].Count}
	}
	if len(ticket.Draft) > 0 {
		opened.Draft = &Draft{}
		if err := json.Unmarshal(ticket.Draft, opened.Draft); err != nil {
			return opened, fmt.Errorf("read draft: %w", err)
		}
	}
	return opened, nil
}

// Keep keeps a draft of a member's page; ErrTokenExpired.
func (o *Orders) Keep(ctx context.Context, who Member, token string, d Draft) error {
	if !validToken(token) {
		return ErrTokenExpired
	}
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	return o.Tokens.Keep(ctx, who.ID, token, body)
}

// SaveAddress adds an address to the caller's own, or changes the one with its id.
func (o *Orders) SaveAddress(ctx context.Context, a Address) (Address, error) {
	return o.Members.SaveAddress(ctx, a)
}
