package member

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"gulimall/pkg/apperr"
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
	return m.enter(ctx, found, ip, ByPassword)
}

// LoginByCode lets in whoever reads the messages of a member's phone. A code works once. Somebody who proves to have a phone that is
// nobody's learns just that, and the code stays good for the registration: nobody else learns anything.
func (m *Members) LoginByCode(ctx context.Context, phone, code, ip string) (Member, error) {
	if err := checkCodeLogin(phone, code); err != nil {
		return Member{}, err
	}
	found, err := m.Store.Credentials(ctx, phone)
	unknown := errors.Is(err, ErrNoMember)
	if err != nil && !unknown {
		return Member{}, fmt.Errorf("login by code: %w", err)
	}
	check := m.Codes.Use
	if unknown {
		check = m.Codes.Verify
	}
	if err := m.checkCode(ctx, check, phone, code, network(ip)); err != nil {
		return Member{}, err
	}
	switch {
	case unknown:
		return Member{}, ErrPhoneUnknown
	case !m.admits(found):
		return Member{}, ErrDisabled
	}
	return m.enter(ctx, found, ip, ByCode)
}

// checkCode checks whether somebody has the phone. Wrong codes are counted as wrong passwords are, but for the phone.
func (m *Members) checkCode(
	ctx context.Context, check func(ctx context.Context, phone, code string) (bool, error), phone, code, from string,
) error {
	counted := "phone:" + phone
	if err := m.mayTry(ctx, counted, from); err != nil {
		return err
	}
	right, err := check(ctx, phone, code)
	if err != nil {
		return apperr.ErrUnavailable.Wrap(fmt.Errorf("check sms code: %w", err))
	}
	if !right {
		m.count(ctx, func() error { return m.Attempts.Failed(ctx, counted, from) })
		return ErrBadSMSCode
	}
	m.count(ctx, func() error { return m.Attempts.Succeeded(ctx, counted, from) })
	return nil
}

// admits says whether an account may be signed in to at all.
func (m *Members) admits(c Credentials) bool { return c.Active && (!c.Demo || m.Dev) }

// enter notes a login and reads who it is. The version is that of the password which was checked.
func (m *Members) enter(ctx context.Context, found Credentials, ip string, kind LoginKind) (Member, error) {
	if err := m.Store.NoteLogin(ctx, found.MemberID, ip, kind); err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "login not noted", slog.Any("error", err))
	}
	who, err := m.Store.Find(ctx, found.MemberID)
	who.Version = found.Version
	return who, err
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
	if !right || !m.admits(found) {
		m.count(ctx, func() error { return m.Attempts.Failed(ctx, account, ip) })
		return ErrBadCredentials
	}
	m.count(ctx, func() error { return m.Attempts.Succeeded(ctx, account, ip) })
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

// Stands tells, once a session has begun, whether its login still holds: ErrBadCredentials when the password was changed meanwhile. The
// change ends the sessions that are there after it; this finds those that were not there yet.
func (m *Members) Stands(ctx context.Context, who Member) error {
	version, err := m.Store.PasswordVersion(ctx, who.ID)
	if err == nil && version != who.Version {
		err = ErrBadCredentials
	}
	return err
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
