// Package standin puts the rooms of the stand-in together: a handler and a notifier beside it, for its own process as well
// as for the tests of those who are paid through it.
package standin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/services/alipaysim"
	"gulimall/services/alipaysim/cashier"
	"gulimall/services/alipaysim/gateway"
	"gulimall/services/alipaysim/journal"
	"gulimall/services/alipaysim/notifier"
	"gulimall/services/alipaysim/sandbox"
)

// Settings are what a stand-in needs to know.
type Settings struct {
	AppID    string
	SellerID string
	Keys     alipaysim.Keys
	Scale    alipaysim.Scale
	DataDir  string // empty: nothing is kept
	Now      func() time.Time
	Log      *slog.Logger
}

// Standin is all of it, ready to be served.
type Standin struct {
	Sim      *alipaysim.Sim
	gateway  *gateway.Gateway
	cashier  *cashier.Cashier
	sandbox  *sandbox.API
	notifier *notifier.Notifier
	journal  *journal.Journal
}

// New opens the ledger and puts the rooms together. Close it when Run and the server have ended.
func New(s Settings) (*Standin, error) {
	words, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	st := &Standin{}
	o := alipaysim.Options{AppID: s.AppID, SellerID: s.SellerID, Keys: s.Keys, Scale: s.Scale, Now: s.Now}
	if s.DataDir != "" {
		if st.journal, err = journal.Open(s.DataDir); err != nil {
			return nil, err
		}
		if torn := st.journal.Torn(); torn > 0 {
			s.Log.LogAttrs(context.Background(), slog.LevelWarn, "unfinished record dropped", slog.Int64("bytes", torn))
		}
		o.Journal = st.journal
	}
	if st.Sim, err = alipaysim.New(o); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	if st.cashier, err = cashier.New(st.Sim, words, s.Log); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	st.gateway = gateway.New(st.Sim, st.cashier, s.Log)
	st.sandbox = sandbox.New(st.Sim, &server.Edge{Log: s.Log, Words: words}, server.NewDecoder(), s.Log)
	st.notifier = notifier.New(st.Sim, s.Log)
	return st, nil
}

// Routes mounts everything on an engine.
func (st *Standin) Routes(r gin.IRouter) {
	st.gateway.Routes(r)
	st.cashier.Routes(r)
	st.sandbox.Routes(r)
}

// Handler serves everything by itself.
func (st *Standin) Handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	st.Routes(r)
	return r
}

// Run delivers notifications and closes expired trades until ctx ends.
func (st *Standin) Run(ctx context.Context) error {
	if err := st.notifier.Run(ctx); err != nil {
		return fmt.Errorf("notifier: %w", err)
	}
	return nil
}

// Close closes the ledger.
func (st *Standin) Close() error {
	if st.journal == nil {
		return nil
	}
	return st.journal.Close()
}
