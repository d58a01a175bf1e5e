// Package consumer is what the admin service does when it hears of changes that staff made in other services.
package consumer

import (
	"context"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/admin"
)

// Desk is what the messages need of the use cases.
type Desk interface {
	Record(ctx context.Context, a adminapi.Acted) error
}

var _ Desk = (*admin.Desk)(nil)

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Desk) []rabbit.Consumer {
	return []rabbit.Consumer{{Queue: adminapi.QueueActed, Handle: func(ctx context.Context, m rabbit.Message) error {
		acted, err := rabbit.Decode[adminapi.Acted](m)
		if err != nil {
			return err
		}
		return uc.Record(ctx, acted)
	}}}
}
