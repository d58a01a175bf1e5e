package member

import (
	"context"
	"fmt"
	"strconv"
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
	m.count(ctx, func() error { return m.Attempts.Succeeded(ctx, counted) })
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
