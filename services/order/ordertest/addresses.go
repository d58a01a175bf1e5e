package ordertest

import (
	"context"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/services/order"
)

// SaveAddress implements order.Members; it knows one rule, that there has to be a name.
func (p members) SaveAddress(ctx context.Context, a order.Address) (order.Address, error) {
	done, err := p.call("member.save_address", "")
	if err != nil {
		return a, err
	}
	member, _ := ctx.Value(memberKey{}).(int64)
	if a.Name == "" {
		return a, done(apperr.ErrInvalid.WithField("name", "required"))
	}
	if a.ID == 0 {
		a.ID = int64(len(p.Addresses[member]) + 1000)
		p.Addresses[member] = append(p.Addresses[member], a)
		return a, done(nil)
	}
	i := slices.IndexFunc(p.Addresses[member], func(own order.Address) bool { return own.ID == a.ID })
	if i < 0 {
		return a, done(order.ErrAddressNotFound)
	}
	p.Addresses[member][i] = a
	return a, done(nil)
}
