// Package sms brings codes to phones. A real provider is one more type with Send.
package sms

import (
	"context"
	"errors"
	"log/slog"

	"gulimall/services/member"
)

// Development sends nothing: the code is shown by GET /api/member/dev/sms-codes/{phone} and on the register page.
type Development struct{ Log *slog.Logger }

// None is what runs where no provider was set up: asking for a code fails, and so nobody can register.
type None struct{}

var (
	_ member.Sender = Development{}
	_ member.Sender = None{}
)

// Send notes that there is a code, never which.
func (d Development) Send(ctx context.Context, phone, _ string) error {
	d.Log.LogAttrs(ctx, slog.LevelDebug, "sms code waits to be read", slog.String("phone", phone))
	return nil
}

var errNoProvider = errors.New("no provider of short messages is set up")

// Send fails.
func (None) Send(context.Context, string, string) error { return errNoProvider }
