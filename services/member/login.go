package member

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
)

// maxAccount is more bytes than any user name or phone has.
const maxAccount = 80

// Login checks a password. Whether the account is unknown, disabled or the password wrong, the answer and the time it takes are the
// same. After a few failures the account, and the address they come from, have to wait longer and longer; nobody is locked out for good.
func (m *Members) Login(ctx context.Context, account, password, ip string) (Member, error) {
	account = CanonicalUsername(strings.TrimSpace(account))
	if len(account) > maxAccount {
		account = "" // nobody's, and nothing to keep a counter of its own for
	}
	found, err := m.Store.Credentials(ctx, account)
	if err != nil && !errors.Is(err, ErrNoMember) {
		return Member{}, fmt.Errorf("login: %w", err)
	}
	counted := "account:" + account
	if found.MemberID != 0 { // whether by user name or by phone, it is one account
		counted = "member:" + strconv.FormatInt(found.MemberID, 10)
	}
	if err := m.mayTry(ctx, counted, network(ip)); err != nil {
		return Member{}, err
	}
	if err := m.match(ctx, counted, password, network(ip), found); err != nil {
		return Member{}, err
	}
	if err := m.Store.NoteLogin(ctx, found.MemberID, ip); err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "login not noted", slog.Any("error", err))
	}
	return m.Store.Find(ctx, found.MemberID)
}

// match compares the password when it is this attempt's turn, and counts the outcome before the next attempt gets its turn: a burst of
// guesses cannot outrun the counting.
func (m *Members) match(ctx context.Context, account, password, ip string, found Credentials) error {
	release, err := m.Passwords.Turn(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := m.mayTry(ctx, account, ip); err != nil {
		return err
	}
	right, err := m.Passwords.Match(password, found.Hash)
	if err != nil {
		return fmt.Errorf("login: %w", err)
	}
	if !right || !found.Active || found.Demo && !m.Dev {
		m.count(ctx, func() error { return m.Attempts.Failed(ctx, account, ip) })
		return ErrBadCredentials
	}
	m.count(ctx, func() error { return m.Attempts.Succeeded(ctx, account) })
	return nil
}

// mayTry refuses an attempt that came too soon. Without Redis attempts are not counted; nobody gets a session then either.
func (m *Members) mayTry(ctx context.Context, account, ip string) error {
	if !m.Limited {
		return nil
	}
	wait, err := m.Attempts.Wait(ctx, account, ip)
	if err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "login attempts not counted", slog.Any("error", err))
		return nil
	}
	if wait > 0 {
		return ErrLoginLocked.After(wait)
	}
	return nil
}

func (m *Members) count(ctx context.Context, note func() error) {
	if !m.Limited {
		return
	}
	if err := note(); err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "login attempt not counted", slog.Any("error", err))
	}
}

// Arrive merges the cart that the browser filled before the login. A cart that does not answer does not keep anybody from signing in: it
// merges by itself when it is next looked at.
func (m *Members) Arrive(ctx context.Context, memberID int64, userKey string) {
	if userKey == "" {
		return
	}
	if err := m.Carts.Merge(ctx, memberID, userKey); err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "cart not merged", slog.Any("error", err))
	}
}
