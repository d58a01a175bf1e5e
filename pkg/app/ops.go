package app

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/settings"
)

// Settings is what staff set in the back office, followed from now on. It is made at the first call.
func (k *Kit) Settings() *settings.Settings {
	if k.settings == nil {
		k.settings = settings.New(k.Peer(adminapi.Service), k.Log)
		k.Go("settings", k.settings.Follow)
	}
	return k.settings
}

// mostWaiting bounds a list of messages, longestPayload what is shown of one.
const (
	mostWaiting    = 500
	longestPayload = 16 << 10
)

// operations adds what admin asks every process.
func (k *Kit) operations() {
	began := k.Now()
	k.Engine.GET(adminapi.PathOps, func(c *gin.Context) {
		ready, faults := server.Ask(c.Request.Context(), k.checks)
		c.JSON(http.StatusOK, adminapi.Process{Service: k.Name, StartedAt: began, Ready: ready, Faults: faults, Rounds: k.rounds.list()})
	})
	k.Engine.GET(adminapi.PathOpsOutbox, k.Edge.JSON(k.waiting))
	k.Engine.POST(adminapi.PathOpsOutbox+"/:id/send", k.Edge.JSON(k.retry))
}

// waiting lists what the outbox still has to send; a process without a schema has none.
func (k *Kit) waiting(c *gin.Context) error {
	limit, err := server.Int(c, "limit", mostWaiting, 1, mostWaiting)
	if err != nil {
		return err
	}
	answer := adminapi.Outbox{Items: []adminapi.OutboxMessage{}}
	if k.Outbox != nil {
		if answer, err = waitingIn(c.Request.Context(), k.Outbox, c.Query("failed") == "true", int(limit)); err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func waitingIn(ctx context.Context, ob *outbox.Outbox, failed bool, limit int) (adminapi.Outbox, error) {
	count, err := ob.Backlog(ctx)
	if err != nil {
		return adminapi.Outbox{}, err
	}
	found, err := ob.Waiting(ctx, failed, limit)
	if err != nil {
		return adminapi.Outbox{}, err
	}
	answer := adminapi.Outbox{Items: make([]adminapi.OutboxMessage, len(found)), Total: count.Total, Failed: count.Failed}
	for i, m := range found {
		shown := m.Payload[:min(len(m.Payload), longestPayload)]
		answer.Items[i] = adminapi.OutboxMessage{
			ID: m.ID, MessageID: m.MessageID, Exchange: m.Exchange, Key: m.RoutingKey, Type: m.Type, Subject: m.Subject, CreatedAt: m.CreatedAt,
			NextAt: m.NextAt, Attempts: m.Attempts, Error: m.LastError, Payload: strings.ToValidUTF8(string(shown), ""), Cut: len(shown) < len(m.Payload),
		}
	}
	return answer, nil
}

// sendTime bounds an attempt to send a message now.
const sendTime = 5 * time.Second

func (k *Kit) retry(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	answer := adminapi.Sent{Sent: true}
	if k.Outbox != nil {
		ctx, cancel := context.WithTimeout(c.Request.Context(), sendTime)
		defer cancel()
		if answer.Sent, answer.Error, err = k.Outbox.Retry(ctx, id); err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
