package admin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// Login checks a password. Whether the account is unknown, closed or the password wrong, the answer and the time it takes are the same;
// after a few failures the account, and the address they come from, have to wait longer and longer.
func (d *Desk) Login(ctx context.Context, account, password string, by adminapi.By) (Standing, error) {
	account = CanonicalAccount(account)
	if !accountPattern.MatchString(account) {
		account = "" // nobody's, and nothing to keep a counter of its own for
	}
	found, err := d.Store.Credentials(ctx, account)
	if err != nil && !errors.Is(err, ErrNoStaff) {
		return Standing{}, fmt.Errorf("staff login: %w", err)
	}
	if err := d.match(ctx, account, password, by.Address, found); err != nil {
		return Standing{}, err
	}
	if err := d.Store.NoteLogin(ctx, found.StaffID, adminapi.By{StaffID: found.StaffID, Account: account, Address: by.Address, TraceID: by.TraceID}); err != nil {
		return Standing{}, fmt.Errorf("staff login: %w", err)
	}
	return d.Store.Standing(ctx, found.StaffID)
}

// match compares the password when it is this attempt's turn, and counts the outcome before the next attempt gets its turn: a burst of
// guesses cannot outrun the counting.
func (d *Desk) match(ctx context.Context, account, password, ip string, found Credentials) error {
	if err := d.mayTry(ctx, account, ip); err != nil {
		return err
	}
	release, err := d.Passwords.Turn(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := d.mayTry(ctx, account, ip); err != nil {
		return err
	}
	right, err := d.Passwords.Match(password, found.Hash)
	if err != nil {
		return fmt.Errorf("staff login: %w", err)
	}
	if !right || !found.Active || (found.Demo && !d.Dev) {
		d.count(ctx, func() error { return d.Attempts.Failed(ctx, account, ip) })
		return ErrBadCredentials
	}
	d.count(ctx, func() error { return d.Attempts.Succeeded(ctx, account, ip) })
	return nil
}

// mayTry refuses an attempt that came too soon. Without Redis attempts are not counted; nobody gets a session then either.
func (d *Desk) mayTry(ctx context.Context, account, ip string) error {
	if !d.Limited {
		return nil
	}
	wait, err := d.Attempts.Wait(ctx, account, ip)
	if err != nil {
		d.Log.LogAttrs(ctx, slog.LevelWarn, "login attempts not counted", slog.Any("error", err))
		return nil
	}
	if wait > 0 {
		return ErrLoginLocked.After(wait)
	}
	return nil
}

func (d *Desk) count(ctx context.Context, note func() error) {
	if !d.Limited {
		return
	}
	if err := note(); err != nil {
		d.Log.LogAttrs(ctx, slog.LevelWarn, "login attempt not counted", slog.Any("error", err))
	}
}

// Stands tells, once a session has begun, whether its login still holds: ErrBadCredentials when the account, its roles or what they may do
// was changed meanwhile. The change ends the sessions that are there after it; this finds those that were not there yet.
func (d *Desk) Stands(ctx context.Context, who Standing) error {
	now, err := d.Store.Standing(ctx, who.ID)
	if err != nil {
		return err
	}
	if now.Version != who.Version || !slices.Equal(now.Permissions, who.Permissions) || !now.Active {
		return ErrBadCredentials
	}
	return nil
}

// ChangePassword changes the caller's own password; all sessions of the account end.
func (d *Desk) ChangePassword(ctx context.Context, old, fresh string, by adminapi.By) error {
	if fault := passwordFault(fresh, by.Account); fault != "" {
		return apperr.ErrInvalid.WithField("newPassword", fault)
	}
	found, err := d.Store.Credentials(ctx, by.Account)
	if err != nil {
		return err
	}
	if err := d.match(ctx, by.Account, old, by.Address, found); err != nil {
		if errors.Is(err, ErrBadCredentials) {
			return apperr.ErrInvalid.WithField("oldPassword", "wrong_password")
		}
		return err
	}
	hash, err := d.hash(ctx, fresh)
	if err != nil {
		return err
	}
	done, err := d.Store.SetPassword(ctx, found.StaffID, found.Hash, hash, by)
	if err != nil {
		return err
	}
	if !done {
		return ErrEditedMeanwhile
	}
	return d.Sessions.EndAll(ctx, found.StaffID)
}

func (d *Desk) hash(ctx context.Context, password string) (string, error) {
	release, err := d.Passwords.Turn(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return d.Passwords.Hash(password)
}
