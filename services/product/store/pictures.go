package store

import (
	"context"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff"
	"gulimall/services/product"
)

var _ product.PictureLog = (*Store)(nil)

// acted tells the audit log of a write, in its transaction.
func (s *Store) acted(tx *outbox.Tx, by adminapi.By, action, object string, before, after any) error {
	return staff.Record(tx, by, s.now(), productapi.Service, action, object, before, after)
}

// PictureKept tells the audit log of a picture that was kept.
func (s *Store) PictureKept(ctx context.Context, picture product.Picture, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		return s.acted(tx, by, "picture.kept", picture.URL, nil, productapi.Picture(picture))
	})
}
