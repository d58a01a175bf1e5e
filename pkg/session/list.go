package session

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"gulimall/pkg/apperr"
)

// Session is a session as its member sees it.
type Session struct {
	ID      string // a hash of the token
	Device  string // browser and system; empty when the browser does not say
	Address string // where it was begun
	Since   time.Time
	Seen    time.Time // to within a few minutes
	Current bool      // the one that asks
}

// shown is how many sessions are listed at most.
const shown = 50

// List tells which sessions a member has: the one of the request first, then those seen last.
func (m *Manager) List(r *http.Request, memberID int64) ([]Session, error) {
	ids, err := m.store.all(r.Context(), memberID)
	if err != nil {
		return nil, apperr.ErrUnavailable.Wrap(err)
	}
	records, err := m.store.read(r.Context(), ids)
	if err != nil {
		return nil, apperr.ErrUnavailable.Wrap(err)
	}
	current := hash(token(r))
	list := make([]Session, 0, len(records))
	for id, s := range records {
		if s.ID == memberID {
			list = append(list, Session{ID: id, Device: s.Device, Address: s.Address, Since: s.Since, Seen: s.Seen, Current: id == current})
		}
	}
	slices.SortFunc(list, func(a, b Session) int {
		if a.Current != b.Current {
			if a.Current {
				return -1
			}
			return 1
		}
		return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID))
	})
	return list[:min(len(list), shown)], nil
}

// End ends one session of a member; apperr.ErrNotFound when the member has none such.
func (m *Manager) End(ctx context.Context, memberID int64, id string) error {
	if len(id) != len(hash("")) {
		return apperr.ErrNotFound
	}
	s, found, err := m.store.get(ctx, id)
	if err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	if !found || s.ID != memberID {
		return apperr.ErrNotFound
	}
	if _, err := m.store.end(ctx, id); err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	return nil
}

// EndOthers ends all sessions of a member but the one of the request, and says how many that were.
func (m *Manager) EndOthers(r *http.Request, memberID int64) (int, error) {
	return m.endAllBut(r.Context(), memberID, hash(token(r)))
}

// EndAll ends all sessions of a member, and says how many that were.
func (m *Manager) EndAll(ctx context.Context, memberID int64) (int, error) {
	return m.endAllBut(ctx, memberID, "")
}

func (m *Manager) endAllBut(ctx context.Context, memberID int64, keep string) (int, error) {
	ids, err := m.store.all(ctx, memberID)
	if err != nil {
		return 0, apperr.ErrUnavailable.Wrap(err)
	}
	ended := 0
	for _, id := range ids {
		if id == keep {
			continue
		}
		was, err := m.store.end(ctx, id)
		if err != nil {
			return ended, apperr.ErrUnavailable.Wrap(err)
		}
		if was {
			ended++
		}
	}
	return ended, nil
}
