package member

import (
	"context"
	"errors"
	"strings"

	"gulimall/pkg/apperr"
)

// Find reads who is signed in. A session of somebody who is no longer a member is none.
func (m *Members) Find(ctx context.Context, memberID int64) (Member, error) {
	found, err := m.Store.Find(ctx, memberID)
	return found, signedOut(err)
}

// Checkout reads what the settlement page needs.
func (m *Members) Checkout(ctx context.Context, memberID int64) (Member, []Address, error) {
	found, addresses, err := m.Store.Checkout(ctx, memberID)
	return found, addresses, signedOut(err)
}

func signedOut(err error) error {
	if errors.Is(err, ErrNoMember) {
		return apperr.ErrNotSignedIn.Wrap(err)
	}
	return err
}

// Levels lists the levels and what they bring, the lowest first.
func (m *Members) Levels(ctx context.Context) ([]Level, error) { return m.Store.Levels(ctx) }

// NextLevel is the one after the present; nothing at the top.
func NextLevel(levels []Level, growth int64) (next Level, ok bool) {
	for _, l := range levels {
		if l.GrowthPoint > growth {
			return l, true
		}
	}
	return Level{}, false
}

// Rename sets the nickname; without one, the user name is shown.
func (m *Members) Rename(ctx context.Context, memberID int64, nickname string) error {
	nickname = strings.TrimSpace(nickname)
	if err := CheckNickname(nickname); err != nil {
		return err
	}
	return m.Store.Rename(ctx, memberID, nickname)
}

// Addresses lists a member's addresses, the default one first.
func (m *Members) Addresses(ctx context.Context, memberID int64) ([]Address, error) {
	return m.Store.Addresses(ctx, memberID)
}

// AddAddress adds one.
func (m *Members) AddAddress(ctx context.Context, memberID int64, a Address) (Address, error) {
	a = a.Trimmed()
	if err := a.Check(); err != nil {
		return Address{}, err
	}
	return m.Store.AddAddress(ctx, memberID, a)
}

// ChangeAddress makes an address what a says.
func (m *Members) ChangeAddress(ctx context.Context, memberID int64, a Address) (Address, error) {
	a = a.Trimmed()
	if err := a.Check(); err != nil {
		return Address{}, err
	}
	return a, m.Store.ChangeAddress(ctx, memberID, a)
}

// DeleteAddress deletes one; orders keep their own copy. When it was the default, the newest of the others becomes it.
func (m *Members) DeleteAddress(ctx context.Context, memberID, id int64) error {
	return m.Store.DeleteAddress(ctx, memberID, id)
}

// DefaultAddress makes an address the default one.
func (m *Members) DefaultAddress(ctx context.Context, memberID, id int64) (Address, error) {
	return m.Store.DefaultAddress(ctx, memberID, id)
}
