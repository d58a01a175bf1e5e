package ordertest

import (
	"context"
	"strconv"

	"gulimall/services/order"
)

type pictures struct{ *Peers }

// Keep implements order.Pictures: whatever is not "no picture" is one.
func (p pictures) Keep(_ context.Context, data []byte) (string, error) {
	done, err := p.call("pictures.keep", "")
	if err != nil {
		return "", err
	}
	if string(data) == "no picture" {
		return "", done(order.ErrPictureType)
	}
	name := strconv.Itoa(len(p.Kept)+p.Calls) + ".jpg"
	p.Kept[name] = data
	return name, done(nil)
}

// Open implements order.Pictures.
func (p pictures) Open(_ context.Context, name string) ([]byte, error) {
	done, err := p.call("pictures.open", "")
	if err != nil {
		return nil, err
	}
	data, ok := p.Kept[name]
	if !ok {
		return nil, done(order.ErrNotFound)
	}
	return data, done(nil)
}

// Remove implements order.Pictures.
func (p pictures) Remove(_ context.Context, names ...string) {
	p.Look(func(p *Peers) {
		for _, name := range names {
			delete(p.Kept, name)
		}
	})
}
