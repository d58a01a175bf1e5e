package cart

import "context"

type ownerKey struct{}

// WithOwner notes in a context whose cart a request is about.
func WithOwner(ctx context.Context, o Owner) context.Context {
	return context.WithValue(ctx, ownerKey{}, o)
}

// OwnerOf says whose cart a request is about; nobody's where that was not noted.
func OwnerOf(ctx context.Context) Owner {
	o, _ := ctx.Value(ownerKey{}).(Owner)
	return o
}
