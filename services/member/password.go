package member

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// ChangePassword gives a member another password. The old one is asked for, and wrong answers count as failed logins do: a browser left
// open does not give the account away. Whoever calls it ends the member's other sessions.
func (m *Members) ChangePassword(ctx context.Context, memberID int64, old, fresh, ip string) (Member, error) {
	who, err := m.Find(ctx, memberID)
	if err != nil {
		return Member{}, err
	}
	if err := checkNewPassword(old, fresh, who.Username); err != nil {
		return Member{}, err
	}
	found, err := m.Store.Credentials(ctx, CanonicalUsername(who.Username))
	if err != nil {
		return Member{}, fmt.Errorf("change password: %w", err)
	}
	changed, err := m.exchange(ctx, found, old, fresh, network(ip))
	if err != nil {
		return Member{}, err
	}
	if !changed { // by somebody else, since the old one was checked
		return Member{}, ErrWrongPassword
	}
	who.Version = found.Version + 1
	return who, nil
}

// SendOwnCode sends a code to the member's own phone, for ResetPassword.
func (m *Members) SendOwnCode(ctx context.Context, memberID int64, ip string) (again time.Duration, err error) {
	who, err := m.Find(ctx, memberID)
	if err != nil {
		return 0, err
	}
	return m.SendCode(ctx, who.Phone, ip)
}

// ResetPassword is ChangePassword for members who have forgotten the old one: a code that was sent to their phone stands for it.
func (m *Members) ResetPassword(ctx context.Context, memberID int64, code, fresh, ip string) (Member, error) {
	who, err := m.Find(ctx, memberID)
	if err != nil {
		return Member{}, err
	}
	if err := checkReset(code, fresh, who.Username); err != nil {
		return Member{}, err
	}
	found, err := m.Store.Credentials(ctx, who.Phone)
	if err != nil {
		return Member{}, fmt.Errorf("reset password: %w", err)
	}
	if err := m.checkCode(ctx, m.Codes.Use, who.Phone, code, network(ip)); err != nil {
		return Member{}, err
	}
	hash, err := m.hash(ctx, fresh)
	if err != nil {
		return Member{}, err
	}
	changed, err := m.Store.SetPassword(ctx, memberID, found.Hash, hash)
	if err != nil {
		return Member{}, fmt.Errorf("reset password: %w", err)
	}
	if !changed { // by somebody else at this moment; another code is needed
		return Member{}, ErrBadSMSCode
	}
	who.Version = found.Version + 1
	return who, nil
}

// exchange checks the old password and sets the new one in one turn.
func (m *Members) exchange(ctx context.Context, found Credentials, old, fresh, from string) (bool, error) {
	release, err := m.Passwords.Turn(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	counted := "member:" + strconv.FormatInt(found.MemberID, 10)
	if err := m.mayTry(ctx, counted, from); err != nil {
		return false, err
	}
	right, err := m.Passwords.Match(old, found.Hash)
	if err != nil {
		return false, fmt.Errorf("change password: %w", err)
	}
	if !right {
		m.count(ctx, func() error { return m.Attempts.Failed(ctx, counted, from) })
		return false, ErrWrongPassword
	}
	m.count(ctx, func() error { return m.Attempts.Succeeded(ctx, counted, from) })
	hash, err := m.Passwords.Hash(fresh)
	if err != nil {
		return false, fmt.Errorf("change password: %w", err)
	}
	changed, err := m.Store.SetPassword(ctx, found.MemberID, found.Hash, hash)
	if err != nil {
		return false, fmt.Errorf("change password: %w", err)
	}
	return changed, nil
}
