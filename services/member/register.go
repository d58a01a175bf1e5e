package member

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"gulimall/pkg/apperr"
)

// CodeGap is how long a phone waits for the next code.
const CodeGap = time.Minute

// SendCode sends a code of six digits to a phone, and says when it may be asked for another. It does not tell whether the phone belongs
// to a member.
func (m *Members) SendCode(ctx context.Context, phone, ip string) (again time.Duration, err error) {
	if err := CheckPhone(phone); err != nil {
		return 0, err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return 0, fmt.Errorf("make sms code: %w", err)
	}
	code := fmt.Sprintf("%06d", n)
	wait, err := m.Codes.Issue(ctx, phone, network(ip), code, m.Limited)
	if err != nil {
		return 0, apperr.ErrUnavailable.Wrap(fmt.Errorf("issue sms code: %w", err))
	}
	if wait > 0 {
		return 0, ErrSMSTooOften.After(wait)
	}
	if err := m.Sender.Send(ctx, phone, code); err != nil {
		return 0, apperr.ErrUnavailable.Wrap(fmt.Errorf("send sms: %w", err))
	}
	if !m.Limited {
		return 0, nil
	}
	return CodeGap, nil
}

// LastCode is the last code that was sent to a phone, for development.
func (m *Members) LastCode(ctx context.Context, phone string) (string, error) {
	code, err := m.Codes.Last(ctx, phone)
	if err != nil {
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	if code == "" {
		return "", apperr.ErrNotFound
	}
	return code, nil
}

// Register makes somebody a member who can read the messages of the phone. The code is used up only by success: a taken user name can
// be changed without waiting for another code.
func (m *Members) Register(ctx context.Context, r Registration) (Member, error) {
	if err := r.Check(); err != nil {
		return Member{}, err
	}
	right, err := m.Codes.Verify(ctx, r.Phone, r.Code)
	if err != nil {
		return Member{}, apperr.ErrUnavailable.Wrap(fmt.Errorf("verify sms code: %w", err))
	}
	if !right {
		return Member{}, ErrBadSMSCode
	}
	hash, err := m.hash(ctx, r.Password)
	if err != nil {
		return Member{}, err
	}
	id, err := m.Store.Register(ctx, r, hash)
	if err != nil {
		return Member{}, fmt.Errorf("register: %w", err)
	}
	// Should this fail, the code can at most meet a phone that is taken.
	if err := m.Codes.Consume(ctx, r.Phone, r.Code); err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "sms code not used up", slog.Any("error", err))
	}
	return m.Store.Find(ctx, id)
}

func (m *Members) hash(ctx context.Context, password string) (string, error) {
	release, err := m.Passwords.Turn(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return m.Passwords.Hash(password)
}
