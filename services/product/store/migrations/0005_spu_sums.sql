-- Lists of products are sorted by what their SKUs cost and have sold: a product keeps both.
-- +goose Up
ALTER TABLE pms_spu_info
  ADD COLUMN lowest_price BIGINT NOT NULL DEFAULT 0 COMMENT 'fen, of all its SKUs',
  ADD COLUMN sold         BIGINT NOT NULL DEFAULT 0 COMMENT 'pieces, of all its SKUs',
  ADD KEY idx_lowest_price (lowest_price, id),
  ADD KEY idx_sold (sold, id),
  ADD KEY idx_update_time (update_time, id);
UPDATE pms_spu_info s JOIN (SELECT spu_id, MIN(price) AS lowest_price, SUM(sale_count) AS sold FROM pms_sku_info GROUP BY spu_id) k ON k.spu_id = s.id
  SET s.lowest_price = k.lowest_price, s.sold = k.sold;
