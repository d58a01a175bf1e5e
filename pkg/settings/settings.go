// Package settings follows what staff set in the back office, so that a service obeys it without being started anew. The truth lies in the
// schema of admin; this asks for it every few seconds and keeps the last answer: while admin is away what was known goes on counting, and
// before it was ever reached the defaults do, which come from the environment of the process.
package settings

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/rpc"
)

// Every is the pause between two looks: a change counts everywhere after it at the latest.
const Every = 3 * time.Second

const askTimeout = time.Second

// Peer is what asks admin; *rpc.Client is one.
type Peer interface {
	Do(ctx context.Context, call rpc.Call) error
}

// Settings is what is set now. It is safe for concurrent use.
type Settings struct {
	admin Peer
	log   *slog.Logger
	now   atomic.Pointer[adminapi.SettingsNow]
}

// New makes settings that are all at their defaults until Follow has asked.
func New(admin Peer, log *slog.Logger) *Settings {
	s := &Settings{admin: admin, log: log}
	s.now.Store(&adminapi.SettingsNow{})
	return s
}

// Duration is how long a setting says, or the default where nobody has set it.
func (s *Settings) Duration(key adminapi.SettingKey, usual time.Duration) time.Duration {
	value, set := s.now.Load().Values[key]
	d, known := adminapi.Defined(key)
	if !set || !known {
		return usual
	}
	return time.Duration(value) * d.Unit.Length()
}

// Follow asks until ctx ends. An admin that does not answer is logged once, and once when it is back.
func (s *Settings) Follow(ctx context.Context) error {
	away, asked := false, false
	ticker := time.NewTicker(Every)
	defer ticker.Stop()
	for {
		err := s.ask(ctx, asked)
		if (err != nil) != away && ctx.Err() == nil {
			away = err != nil
			s.log.LogAttrs(ctx, slog.LevelWarn, "settings", slog.Bool("followed", !away), slog.Any("error", err))
		}
		asked = asked || err == nil
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// ask takes over what has changed.
func (s *Settings) ask(ctx context.Context, again bool) error {
	path, last := adminapi.PathSettingsNow, s.now.Load()
	if again {
		path += "?revision=" + strconv.FormatInt(last.Revision, 10)
	}
	var answer *adminapi.SettingsNow // stays nil where nothing has changed
	err := s.admin.Do(ctx, rpc.Call{Method: http.MethodGet, Path: path, Out: &answer, Timeout: askTimeout})
	if err != nil || answer == nil {
		return err
	}
	s.take(ctx, last, *answer)
	return nil
}

// take keeps what was known of a setting whose new value is none that it may have, as when admin is a release ahead.
func (s *Settings) take(ctx context.Context, last *adminapi.SettingsNow, answer adminapi.SettingsNow) {
	next := &adminapi.SettingsNow{Revision: answer.Revision, Values: map[adminapi.SettingKey]int64{}}
	for key, value := range answer.Values {
		d, known := adminapi.Defined(key)
		if known && d.Allows(value) {
			next.Values[key] = value
			continue
		}
		s.log.LogAttrs(ctx, slog.LevelError, "setting not used", slog.String("setting", string(key)), slog.Int64("value", value))
		if kept, ok := last.Values[key]; ok {
			next.Values[key] = kept
		}
	}
	s.now.Store(next)
}
