package admin

import (
	"context"
	"fmt"
	"strings"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
)

// Find reads an account with what it may do.
func (d *Desk) Find(ctx context.Context, staffID int64) (Standing, error) {
	return d.Store.Standing(ctx, staffID)
}

// People reads a page of the accounts and how many match.
func (d *Desk) People(ctx context.Context, q StaffQuery) ([]Staff, int64, error) {
	return d.Store.Staff(ctx, q)
}

// Add opens an account.
func (d *Desk) Add(ctx context.Context, n NewStaff, by adminapi.By) (Staff, error) {
	n.Account, n.Name = CanonicalAccount(n.Account), strings.TrimSpace(n.Name)
	if err := n.Check(); err != nil {
		return Staff{}, err
	}
	hash, err := d.hash(ctx, n.Password)
	if err != nil {
		return Staff{}, err
	}
	return d.Store.Add(ctx, n, hash, by)
}

// Change changes an account. Whoever it is has to sign in anew: what he may do may have changed.
func (d *Desk) Change(ctx context.Context, c Change, by adminapi.By) (Staff, error) {
	was, err := d.Store.Standing(ctx, c.ID)
	if err != nil {
		return Staff{}, err
	}
	c.Name = strings.TrimSpace(c.Name)
	if err := c.Check(was.Account); err != nil {
		return Staff{}, err
	}
	hash := ""
	if c.Password != "" {
		if hash, err = d.hash(ctx, c.Password); err != nil {
			return Staff{}, err
		}
	}
	changed, err := d.Store.Change(ctx, c, hash, by)
	if err != nil {
		return Staff{}, err
	}
	return changed, d.Sessions.EndAll(ctx, c.ID)
}

// Roles reads a page of the roles and how many match.
func (d *Desk) Roles(ctx context.Context, q RoleQuery) ([]Role, int64, error) {
	return d.Store.Roles(ctx, q)
}

// Role reads one.
func (d *Desk) Role(ctx context.Context, roleID int64) (Role, error) {
	return d.Store.Role(ctx, roleID)
}

// AddRole adds a role.
func (d *Desk) AddRole(ctx context.Context, r Role, by adminapi.By) (Role, error) {
	r.Name = strings.TrimSpace(r.Name)
	if err := r.Check(); err != nil {
		return Role{}, err
	}
	return d.Store.AddRole(ctx, r, by)
}

// ChangeRole changes a role. Everybody who has it signs in anew.
func (d *Desk) ChangeRole(ctx context.Context, r Role, by adminapi.By) (Role, error) {
	r.Name = strings.TrimSpace(r.Name)
	if err := r.Check(); err != nil {
		return Role{}, err
	}
	changed, staffIDs, err := d.Store.ChangeRole(ctx, r, by)
	if err != nil {
		return Role{}, err
	}
	if err := d.Sessions.EndAll(ctx, staffIDs...); err != nil {
		return Role{}, fmt.Errorf("end the sessions of role %d: %w", r.ID, err)
	}
	return changed, nil
}

// Record writes down what somebody did in another service.
func (d *Desk) Record(ctx context.Context, a adminapi.Acted) error { return d.Store.Record(ctx, a) }

// The size of a page of the audit log.
const (
	usualPage = 50
	mostPage  = 200
)

// Audit reads a page of the log.
func (d *Desk) Audit(ctx context.Context, q AuditQuery) (adminapi.AuditPage, error) {
	q.Page = max(q.Page, 1)
	if q.PageSize < 1 || q.PageSize > mostPage {
		q.PageSize = usualPage
	}
	entries, total, err := d.Store.Audit(ctx, q)
	if err != nil {
		return adminapi.AuditPage{}, err
	}
	return adminapi.AuditPage{Items: entries, Total: total, Page: q.Page, PageSize: q.PageSize}, nil
}

// AuditFile reads what a file of the log holds: its newest lines, all pages of them.
func (d *Desk) AuditFile(ctx context.Context, q AuditQuery) ([]adminapi.AuditEntry, error) {
	q.Page, q.PageSize = 1, csvfile.MostRows
	entries, _, err := d.Store.Audit(ctx, q)
	return entries, err
}

// Actions lists what the log tells of, as far as it has happened.
func (d *Desk) Actions(ctx context.Context) ([]string, error) { return d.Store.Actions(ctx) }
