UPDATE run SET engine = 'changed';
